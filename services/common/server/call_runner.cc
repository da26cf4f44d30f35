#include "services/common/server/call_runner.h"

#include <cassert>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

#include <grpcpp/server_context.h>

#include "services/common/server/exactly_once.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"

namespace bangfu::server {
namespace {

// What an exception says may hold a value, so only its type is told.
absl::Status Thrown(const std::exception& thrown) {
  return absl::InternalError(std::string("a handler threw ") + typeid(thrown).name());
}

// Owns itself: OnDone comes last, after Finish and after OnCancel has returned.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  explicit UnaryCall(std::unique_ptr<Admission::Ticket> ticket) : ticket_(std::move(ticket)) {}

  const sql::CancellationPtr& cancellation() const { return cancellation_; }

  // Once. The call may be gone when it returns, unless its handler has not returned yet.
  void End(const absl::Status& status) {
    LogUnforeseen(status);
    Finish(ToGrpcStatus(status));
  }

  void OnCancel() override { cancellation_->Cancel(); }
  void OnDone() override { delete this; }

 private:
  const std::unique_ptr<Admission::Ticket> ticket_;
  const sql::CancellationPtr cancellation_ = std::make_shared<sql::Cancellation>();
};

// gRPC's own reactor does for a call that ends before its handler returns.
grpc::ServerUnaryReactor* EndNow(grpc::CallbackServerContext* context, const absl::Status& status) {
  LogUnforeseen(status);
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

absl::Status RunGuarded(const std::function<absl::Status()>& work) {
  try {
    return work();
  } catch (const std::exception& thrown) {
    return Thrown(thrown);
  } catch (...) {
    return absl::InternalError("a handler threw");
  }
}

}  // namespace

absl::Status WithQueueReason(const absl::Status& refused) {
  const std::string_view message(refused.message().data(), refused.message().size());
  if (absl::IsResourceExhausted(refused)) return Error(refused.code(), "QUEUE_FULL", message);
  if (absl::IsUnavailable(refused)) return Error(refused.code(), "SHUTTING_DOWN", message);
  return refused;
}

grpc::ServerUnaryReactor* CallRunner::Read(grpc::CallbackServerContext* context,
                                           google::protobuf::MessageLite* response, sql::Job job) {
  assert(executor_ != nullptr);
  auto ticket = admission_.Admit(*context);
  if (!ticket.ok()) return EndNow(context, ticket.status());
  auto* call = new UnaryCall(*std::move(ticket));
  const absl::Status queued = executor_->Read(
      {.cancellation = call->cancellation(), .deadline = DeadlineOf(*context)},
      [response, job = std::move(job)](sql::Connection& connection) mutable {
        response->Clear();
        return job(connection);
      },
      [call](const absl::Status& status) { call->End(status); });
  if (!queued.ok()) call->End(WithQueueReason(queued));
  return call;
}

grpc::ServerUnaryReactor* CallRunner::Inline(grpc::CallbackServerContext* context,
                                             std::function<absl::Status()> work) {
  const auto ticket = admission_.Admit(*context);
  return EndNow(context, ticket.ok() ? RunGuarded(work) : ticket.status());
}

grpc::ServerUnaryReactor* CallRunner::Async(
    grpc::CallbackServerContext* context,
    std::function<void(sql::CancellationPtr cancellation, FinishCall finish)> work) {
  auto ticket = admission_.Admit(*context);
  if (!ticket.ok()) return EndNow(context, ticket.status());
  auto* call = new UnaryCall(*std::move(ticket));
  const FinishCall finish =
      ExactlyOnce<absl::Status>([call](const absl::Status& status) { call->End(status); });
  const absl::Status started = RunGuarded([&] {
    work(call->cancellation(), finish);
    return absl::OkStatus();
  });
  if (!started.ok()) finish(started);
  return call;
}

}  // namespace bangfu::server
