#include "services/common/journal/entry_stream.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include <grpcpp/alarm.h>

#include "services/common/journal/follow_position.h"
#include "services/common/server/call_runner.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "services/common/time/clock.h"

namespace bangfu::journal {
namespace {

// Where many write at once, one by one, a round over the counties waits for more to send: each
// message costs its sender and its receiver a transaction. An import's waits longer, since the
// receiver shares its cores. Who writes alone is not held up.
constexpr int kBusyEntriesMin = 5;  // in the round before
constexpr absl::Duration kBusyRoundEvery = absl::Milliseconds(25);
constexpr int kBulkEntriesMin = 500;
constexpr absl::Duration kBulkRoundEvery = absl::Milliseconds(100);

// At any moment just one thing is under way: a read on the executor, a write to the caller, or
// waiting. Whoever ends it decides what comes next, so Finish is called once.
class EntryStream final : public grpc::ServerWriteReactor<v1::StreamEntriesResponse>,
                          public std::enable_shared_from_this<EntryStream> {
 public:
  EntryStream(sql::Executor& executor, absl::Time deadline, bool follow)
      : executor_(executor), deadline_(deadline), follow_(follow) {}

  void Begin(absl::StatusOr<std::unique_ptr<server::Admission::Ticket>> ticket,
             absl::StatusOr<FollowPosition> position, CommitSignal& signal) {
    self_ = shared_from_this();
    if (!ticket.ok()) return End(ticket.status());
    if (!position.ok()) return End(position.status());
    ticket_ = *std::move(ticket);
    position_ = *std::move(position);
    subscription_ = signal.Subscribe([weak = weak_from_this()](bool closed) {
      if (const std::shared_ptr<EntryStream> stream = weak.lock()) stream->OnSignal(closed);
    });
    ReadNext();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError("the caller is gone"));
    ReadNext();
  }

  void OnCancel() override {
    cancellation_->Cancel();
    if (EndWaiting(Waiting::kUntilNextRound)) {
      End(absl::CancelledError("the call was cancelled"));
    }
  }

  void OnDone() override {
    subscription_.reset();
    ticket_.reset();
    self_.reset();  // may delete this
  }

 private:
  enum class Waiting { kNot, kForSignal, kUntilNextRound };

  void ReadNext() {
    if (position_->round_over() && WaitForNextRound()) return;
    ReadNow();
  }

  void ReadNow() {
    if (IsClosed()) return End(ShuttingDown());
    if (position_->round_over()) {
      round_begin_ = MonotonicNow();
      round_entries_ = 0;
    }
    const absl::Status queued = executor_.Read(
        {.cancellation = cancellation_, .deadline = deadline_},
        [this](sql::Connection& connection) {
          absl::StatusOr<bool> found = position_->Next(connection, message_);
          found_ = found.ok() && *found;
          return found.status();
        },
        [this](const absl::Status& status) { OnRead(status); });
    if (!queued.ok()) End(server::WithQueueReason(queued));
  }

  void OnRead(const absl::Status& status) {
    if (!status.ok()) return End(status);
    if (found_) {
      round_entries_ += message_.entries_size();
      return StartWrite(&message_);
    }
    if (!follow_) return End(absl::OkStatus());
    if (!WaitForSignal()) ReadNext();
  }

  void OnSignal(bool closed) {
    {
      const std::lock_guard lock(mutex_);
      closed_ = closed_ || closed;
      signalled_ = true;
    }
    if (EndWaiting(closed ? Waiting::kUntilNextRound : Waiting::kForSignal)) ReadNow();
  }

  // False when something was committed since the last read began.
  bool WaitForSignal() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(signalled_, false) || closed_ || cancellation_->cancelled()) return false;
    waiting_ = Waiting::kForSignal;
    return true;
  }

  // False when it may begin.
  bool WaitForNextRound() {
    const absl::Duration every =
        round_entries_ < kBulkEntriesMin ? kBusyRoundEvery : kBulkRoundEvery;
    const absl::Duration wait = round_begin_ + every - MonotonicNow();
    if (round_entries_ < kBusyEntriesMin || wait <= absl::ZeroDuration() || !follow_) return false;
    const std::lock_guard lock(mutex_);
    if (closed_ || cancellation_->cancelled()) return false;
    waiting_ = Waiting::kUntilNextRound;
    // A new one each time: the old one may still be in its callback.
    alarm_ = std::make_unique<grpc::Alarm>();
    alarm_->Set(absl::ToChronoTime(absl::Now() + wait), [weak = weak_from_this()](bool) {
      const std::shared_ptr<EntryStream> stream = weak.lock();
      if (stream && stream->EndWaiting(Waiting::kUntilNextRound)) stream->ReadNow();
    });
    return true;
  }

  // True for the one caller that ends the waiting, if it is for no more than `reason`.
  bool EndWaiting(Waiting reason) {
    const std::lock_guard lock(mutex_);
    if (waiting_ == Waiting::kNot || waiting_ > reason) return false;
    signalled_ = false;
    waiting_ = Waiting::kNot;
    return true;
  }

  bool IsClosed() {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

  void End(const absl::Status& status) {
    server::LogUnforeseen(status);
    Finish(server::ToGrpcStatus(status));
  }

  sql::Executor& executor_;
  const absl::Time deadline_;
  const bool follow_;
  const sql::CancellationPtr cancellation_ = std::make_shared<sql::Cancellation>();
  std::shared_ptr<EntryStream> self_;  // until OnDone
  std::unique_ptr<server::Admission::Ticket> ticket_;
  std::unique_ptr<CommitSignal::Subscription> subscription_;
  std::optional<FollowPosition> position_;
  v1::StreamEntriesResponse message_;
  bool found_ = false;
  absl::Time round_begin_ = absl::InfinitePast();
  int round_entries_ = 0;

  std::mutex mutex_;  // guards what follows
  Waiting waiting_ = Waiting::kNot;
  std::unique_ptr<grpc::Alarm> alarm_;  // for the next round
  bool signalled_ = false;              // since the last read began to look
  bool closed_ = false;
};

}  // namespace

grpc::ServerWriteReactor<v1::StreamEntriesResponse>* StartEntryStream(
    server::Admission& admission, sql::Executor& executor, CommitSignal& signal,
    std::string_view journal, grpc::CallbackServerContext* context,
    const v1::StreamEntriesRequest& request) {
  const auto stream =
      std::make_shared<EntryStream>(executor, server::DeadlineOf(*context), request.follow());
  stream->Begin(request.follow() ? admission.AdmitStream(*context) : admission.Admit(*context),
                FollowPosition::Make(journal, request), signal);
  return stream.get();
}

}  // namespace bangfu::journal
