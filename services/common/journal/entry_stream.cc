#include "services/common/journal/entry_stream.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "services/common/journal/follow_position.h"
#include "services/common/server/call_runner.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"

namespace bangfu::journal {
namespace {

// At any moment just one thing is under way: a read on the executor, a write to the caller, or
// neither (idle). Whoever ends it decides what comes next, so Finish is called once.
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
    if (LeaveIdle()) End(absl::CancelledError("the call was cancelled"));
  }

  void OnDone() override {
    subscription_.reset();
    ticket_.reset();
    self_.reset();  // may delete this
  }

 private:
  void ReadNext() {
    if (IsClosed()) return End(ShuttingDown());
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
    if (found_) return StartWrite(&message_);
    if (!follow_) return End(absl::OkStatus());
    if (!EnterIdle()) ReadNext();
  }

  void OnSignal(bool closed) {
    {
      const std::lock_guard lock(mutex_);
      closed_ = closed_ || closed;
      signalled_ = true;
    }
    if (LeaveIdle()) ReadNext();
  }

  // False when something was committed since the last read began.
  bool EnterIdle() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(signalled_, false) || closed_ || cancellation_->cancelled()) return false;
    idle_ = true;
    return true;
  }

  // True for the one caller that ends the idleness.
  bool LeaveIdle() {
    const std::lock_guard lock(mutex_);
    if (!idle_) return false;
    signalled_ = false;
    idle_ = false;
    return true;
  }

  bool IsClosed() {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

  static absl::Status ShuttingDown() {
    return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN", "the service is shutting down");
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

  std::mutex mutex_;  // guards what follows
  bool idle_ = false;
  bool signalled_ = false;  // since the last read began to look
  bool closed_ = false;
};

}  // namespace

grpc::ServerWriteReactor<v1::StreamEntriesResponse>* StartEntryStream(
    server::Admission& admission, sql::Executor& executor, CommitSignal& signal,
    std::string_view journal, grpc::CallbackServerContext* context,
    const v1::StreamEntriesRequest& request) {
  const auto stream =
      std::make_shared<EntryStream>(executor, server::DeadlineOf(*context), request.follow());
  stream->Begin(admission.Admit(*context), FollowPosition::Make(journal, request), signal);
  return stream.get();
}

}  // namespace bangfu::journal
