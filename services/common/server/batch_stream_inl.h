// The definition of StartBatchStream. Included by batch_stream.h alone, and by nobody else.
#ifndef BANGFU_SERVICES_COMMON_SERVER_BATCH_STREAM_INL_H_
#define BANGFU_SERVICES_COMMON_SERVER_BATCH_STREAM_INL_H_

#include <cassert>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "services/common/server/batch_stream.h"
#include "services/common/server/exactly_once.h"
#include "services/common/server/grpc_status.h"

namespace bangfu::server {

// Whatever happens, from whatever thread, changes the state by Step() and then Advance() starts
// what the state allows, under the same mutex, so that no operation can be started after Finish:
//   read    when none is under way, the handler has the last batch, and there is room;
//   write   when none is under way and the oldest batch has its response;
//   finish  when no write is under way and there is an end: the oldest batch failed, the caller
//           cancelled, or all was read and answered. A read may be under way: it then fails.
// gRPC never reacts from within the operation that it reacts to, hence no deadlock.
//
// Steps are taken without the mutex, by whoever finds one whose turn it is, one at a time.
//
// Batches still under way when the stream ends hold on to it, so its place counts until they end.
template <typename Request, typename Response>
class BatchStream final : public grpc::ServerBidiReactor<Request, Response>,
                          public std::enable_shared_from_this<BatchStream<Request, Response>> {
 public:
  using Call = BatchCall<Request, Response>;
  using Handler = BatchHandler<Request, Response>;

  BatchStream(absl::Time deadline, const Handler& handler)
      : deadline_(deadline), handler_(handler) {}

  void Begin(absl::StatusOr<std::unique_ptr<Admission::Ticket>> ticket) {
    self_ = this->shared_from_this();
    Step([&] {
      if (ticket.ok()) {
        ticket_ = *std::move(ticket);
      } else {
        end_ = ticket.status();
      }
    });
  }

  void OnReadDone(bool ok) override {
    std::shared_ptr<Call> call;
    Step([&] {
      reading_ = false;
      if (!ok) read_all_ = true;
      if (ok && !end_) call = TakeIn();
      handling_ = call != nullptr;
    });
    if (!call) return;
    Handle(call);
    Step([&] { handling_ = false; });
  }

  void OnWriteDone(bool ok) override {
    Step([&] {
      writing_ = false;
      batches_.pop_front();
      if (!ok) SetEnd(absl::CancelledError("the caller is gone"));
    });
  }

  void OnCancel() override {
    Step([&] { SetEnd(absl::CancelledError("the caller cancelled the stream")); });
    cancellation_->Cancel();  // also while a write is under way, which the end waits for
  }

  void OnDone() override { self_.reset(); }  // may delete this

 private:
  struct Batch {
    std::function<void()> step;  // until it is taken
    bool has_taken_step = false;
    std::optional<absl::StatusOr<Response>> answer;
  };

  template <typename Change>
  void Step(Change change) {
    bool ended;
    {
      const std::lock_guard lock(mutex_);
      change();
      if (!finished_) Advance();
      ended = finished_;
    }
    if (!ended) return TakeSteps();
    cancellation_->Cancel();  // nobody waits for what is still under way
    ForgetSteps();
  }

  void TakeSteps() {
    while (std::function<void()> step = NextStep()) {
      step();
      step = nullptr;  // what it holds may want the mutex when it goes
      const std::lock_guard lock(mutex_);
      taking_step_ = false;
    }
  }

  // Empty when it is nobody's turn, or when somebody else is taking a step: that one looks again.
  std::function<void()> NextStep() {
    const std::lock_guard lock(mutex_);
    if (taking_step_ || end_) return nullptr;
    for (const std::shared_ptr<Batch>& batch : batches_) {
      if (batch->answer && !batch->answer->ok()) return nullptr;
      if (batch->has_taken_step || batch->answer) continue;
      if (!batch->step) return nullptr;
      batch->has_taken_step = taking_step_ = true;
      return std::exchange(batch->step, nullptr);
    }
    return nullptr;
  }

  // Each holds its call, which holds this.
  void ForgetSteps() {
    std::vector<std::function<void()>> forgotten;  // goes without the mutex
    const std::lock_guard lock(mutex_);
    for (const std::shared_ptr<Batch>& batch : batches_) {
      forgotten.push_back(std::exchange(batch->step, nullptr));
    }
  }

  void Advance() {
    if (!writing_ && !end_) WriteNext();
    if (!writing_ && end_) {
      finished_ = true;
      LogUnforeseen(*end_);
      return this->Finish(ToGrpcStatus(*end_));
    }
    if (reading_ || read_all_ || end_ || handling_) return;
    if (batches_.size() >= kBatchesInFlightMax) return;
    reading_ = true;
    if (!used_.empty()) {
      incoming_ = std::move(used_.back());
      used_.pop_back();
    }
    this->StartRead(&incoming_);
  }

  // Starts the write that is due, or finds that this is the end.
  void WriteNext() {
    if (batches_.empty()) {
      if (read_all_) end_ = absl::OkStatus();
      return;
    }
    std::optional<absl::StatusOr<Response>>& answer = batches_.front()->answer;
    if (!answer) return;
    if (!answer->ok()) {
      end_ = answer->status();
      return;
    }
    writing_ = true;
    outgoing_ = **std::move(answer);
    this->StartWrite(&outgoing_);
  }

  void SetEnd(absl::Status status) {
    if (!end_) end_ = std::move(status);
  }

  // Makes a batch of what was read.
  std::shared_ptr<Call> TakeIn() {
    auto batch = std::make_shared<Batch>();
    batches_.push_back(batch);
    auto self = this->shared_from_this();
    // The request goes back for reuse: protobuf parses into a used message twice as fast.
    std::shared_ptr<Call> call(new Call, [self](Call* ended) {
      self->Reuse(std::move(ended->request));
      delete ended;
    });
    call->request = std::move(incoming_);
    call->cancellation = cancellation_;
    call->deadline = deadline_;
    // A step may let go of the last call, and of the function that is running: hence `stream`.
    call->in_turn = [self, batch](std::function<void()> step) {
      const auto stream = self->shared_from_this();
      stream->Step([&] {
        assert(!batch->step && !batch->has_taken_step);
        if (!stream->finished_ && !batch->answer) batch->step = std::move(step);
      });
    };
    call->done =
        ExactlyOnce<absl::StatusOr<Response>>([self, batch](absl::StatusOr<Response> answer) {
          const auto stream = self->shared_from_this();
          std::function<void()> forgotten;  // goes without the mutex
          stream->Step([&] {
            forgotten = std::exchange(batch->step, nullptr);
            batch->answer = std::move(answer);
          });
        });
    return call;
  }

  // Not under the mutex: the handler may call back at once.
  void Handle(const std::shared_ptr<Call>& call) {
    try {
      handler_(call);
    } catch (...) {
      call->done(absl::InternalError("a handler threw"));
    }
  }

  void Reuse(Request request) {
    const std::lock_guard lock(mutex_);
    if (!finished_) used_.push_back(std::move(request));
  }

  const absl::Time deadline_;
  const Handler& handler_;
  const sql::CancellationPtr cancellation_ = std::make_shared<sql::Cancellation>();
  std::shared_ptr<BatchStream> self_;  // until OnDone

  std::mutex mutex_;
  // Guarded by it:
  std::unique_ptr<Admission::Ticket> ticket_;
  std::deque<std::shared_ptr<Batch>> batches_;  // under way, in the order they came
  bool reading_ = false;
  bool handling_ = false;     // the handler is being given a batch
  bool taking_step_ = false;  // somebody is
  bool read_all_ = false;
  bool writing_ = false;
  bool finished_ = false;
  std::optional<absl::Status> end_;  // how the stream ends, once that is known
  std::vector<Request> used_;
  // Each belongs to gRPC while its operation is under way:
  Request incoming_;
  Response outgoing_;
};

template <typename Request, typename Response>
grpc::ServerBidiReactor<Request, Response>* StartBatchStream(
    Admission& admission, grpc::CallbackServerContext* context,
    const BatchHandler<Request, Response>& handler) {
  auto stream = std::make_shared<BatchStream<Request, Response>>(DeadlineOf(*context), handler);
  stream->Begin(admission.Admit(*context));
  return stream.get();
}

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_BATCH_STREAM_INL_H_
