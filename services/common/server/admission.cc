#include "services/common/server/admission.h"

#include <chrono>
#include <string>

#include <grpcpp/server_context.h>

#include "services/common/status/errors.h"

namespace bangfu::server {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

absl::StatusOr<std::unique_ptr<Admission::Ticket>> Admission::Admit(
    const grpc::CallbackServerContext& context) {
  if (DeadlineOf(context) == absl::InfiniteFuture()) {
    return Error(absl::StatusCode::kInvalidArgument, "DEADLINE_REQUIRED",
                 "the call has no deadline, and every call needs one");
  }
  if (calls_in_flight_.fetch_add(1) >= limits_.calls_in_flight_max) {
    calls_in_flight_.fetch_sub(1);
    const std::string limit = std::to_string(limits_.calls_in_flight_max);
    return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                 "too many calls are under way (the limit is " + limit + "): try again later",
                 {{"calls_in_flight_max", limit}});
  }
  return std::make_unique<Ticket>(calls_in_flight_);
}

}  // namespace bangfu::server
