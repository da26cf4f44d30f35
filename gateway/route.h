// Who owns a method that the gateway does not serve itself, and how calls of it behave. Pure.
#ifndef BANGFU_GATEWAY_ROUTE_H_
#define BANGFU_GATEWAY_ROUTE_H_

#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

namespace bangfu::gateway {

// The request metadata that says whose journal is meant: "households" or "projects".
inline constexpr std::string_view kServiceMetadata = "bangfu-service";

enum class Owner { kHouseholds, kProjects, kReporting };

// `method` is "/bangfu.projects.v1.ProjectsService/GetProject", `service` the value of
// kServiceMetadata, empty without one.
//   INVALID_ARGUMENT, reason ROUTE_REQUIRED: a journal's method, and `service` does not say whose.
//   UNIMPLEMENTED, reason UNKNOWN_METHOD: nobody owns it, or it is between processes of the suite
//   (JournalService.WatchHeads).
absl::StatusOr<Owner> RouteOf(std::string_view method, std::string_view service);

// The forwarded methods that answer with a stream to one request, such as a journal that is
// followed: their calls may last for ever, so a drain ends them and does not wait for them.
absl::flat_hash_set<std::string> StreamMethods();

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_ROUTE_H_
