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

absl::Status CheckDeadline(const grpc::CallbackServerContext& context) {
  if (DeadlineOf(context) != absl::InfiniteFuture()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "DEADLINE_REQUIRED",
               "the call has no deadline, and every call needs one");
}

absl::StatusOr<std::unique_ptr<Admission::Ticket>> Admission::Admit(
    const grpc::CallbackServerContext& context) {
  if (absl::Status has = CheckDeadline(context); !has.ok()) return has;
  if (auto ticket = Ticket::Take(calls_in_flight_, limits_.calls_in_flight_max)) return ticket;
  const std::string limit = std::to_string(limits_.calls_in_flight_max);
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
               "too many calls are under way (the limit is " + limit + "): try again later",
               {{"calls_in_flight_max", limit}});
}

absl::StatusOr<std::unique_ptr<Admission::Ticket>> Admission::AdmitStream(
    const grpc::CallbackServerContext& context) {
  if (absl::Status has = CheckDeadline(context); !has.ok()) return has;
  const bool forwarded = context.client_metadata().count(kForwardedMetadata) > 0 &&
                         limits_.forwarded_streams_max < limits_.streams_max;
  const int max = forwarded ? limits_.forwarded_streams_max : limits_.streams_max;
  if (auto ticket = Ticket::Take(streams_, max)) return ticket;
  const std::string limit = std::to_string(max);
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
               "too many streams are open (the limit is " + limit + "): try again later",
               {{forwarded ? "forwarded_streams_max" : "streams_max", limit}});
}

std::unique_ptr<Admission::Ticket> Admission::Ticket::Take(std::atomic<int>& count, int max) {
  if (count.fetch_add(1) < max) return std::unique_ptr<Ticket>(new Ticket(count));
  count.fetch_sub(1);
  return nullptr;
}

}  // namespace bangfu::server
