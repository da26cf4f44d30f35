// One unary call to another service without blocking, with the caller's deadline and cancellation.
// Not here: retries, and what to do about an error.
#ifndef BANGFU_SERVICES_COMMON_SERVER_ASYNC_CALL_H_
#define BANGFU_SERVICES_COMMON_SERVER_ASYNC_CALL_H_

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/client_context.h>

#include "services/common/server/grpc_status.h"
#include "services/common/sql/cancellation.h"

namespace bangfu::server {

struct OutgoingCall {
  // Absolute, and finite: services refuse calls without one. Of a call that is being served:
  // DeadlineOf(*context).
  absl::Time deadline;
  // May be null: not to be cancelled.
  sql::CancellationPtr cancellation;
};

// Starts a call and returns; `callback` gets the response or the error, once, on a gRPC thread, and
// must not block.
//   AsyncCall(stub->async(), &HouseholdsService::Stub::async_interface::CheckParticipants, request,
//             {.deadline = DeadlineOf(*context), .cancellation = cancellation},
//             [](absl::StatusOr<CheckParticipantsResponse> response) { ... });
template <typename Async, typename Interface, typename Request, typename Response>
void AsyncCall(Async* async,
               void (Interface::*method)(grpc::ClientContext*, const Request*, Response*,
                                         std::function<void(grpc::Status)>),
               Request request, const OutgoingCall& call,
               std::type_identity_t<std::function<void(absl::StatusOr<Response>)>> callback) {
  struct State {
    std::optional<grpc::ClientContext> context;
    Request request;
    Response response;
    std::function<void(absl::StatusOr<Response>)> callback;
    std::optional<std::stop_callback<std::function<void()>>> on_cancel;
  };
  auto state = std::make_shared<State>();
  state->request = std::move(request);
  state->callback = std::move(callback);
  state->context.emplace().set_deadline(absl::ToChronoTime(call.deadline));
  // Before the start, and gone before the context is: cancelled already, the call ends at once.
  if (call.cancellation) {
    state->on_cancel.emplace(call.cancellation->token(),
                             [context = &*state->context] { context->TryCancel(); });
  }
  (async->*method)(&*state->context, &state->request, &state->response,
                   [state](const grpc::Status& status) {
                     state->on_cancel.reset();
                     state->context.reset();  // lets go of the channel
                     if (!status.ok()) return state->callback(FromGrpcStatus(status));
                     state->callback(std::move(state->response));
                   });
}

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_ASYNC_CALL_H_
