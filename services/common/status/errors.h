// Errors that carry a machine-readable reason. An absl::Status made here holds, as payloads, the
// google.rpc details that the gRPC edge sends on: one ErrorInfo, and for bad input one BadRequest.
// Not here: what a service's own errors are called; each service has a catalogue of its own.
#ifndef BANGFU_SERVICES_COMMON_STATUS_ERRORS_H_
#define BANGFU_SERVICES_COMMON_STATUS_ERRORS_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace bangfu {

// Domain of every ErrorInfo.
inline constexpr std::string_view kErrorDomain = "bangfu";

// A status with ErrorInfo{reason, domain "bangfu", metadata}. `reason` is UPPER_SNAKE_CASE; neither
// the message nor the metadata may hold personal data.
absl::Status Error(
    absl::StatusCode code, std::string_view reason, std::string_view message,
    std::initializer_list<std::pair<std::string_view, std::string_view>> metadata = {});

// UNAVAILABLE, reason SHUTTING_DOWN: of what a drain ends, or does not begin any more.
absl::Status ShuttingDown();

// The reason of a status made by Error (or received over gRPC); empty when it has none.
std::string ReasonOf(const absl::Status& status);

// One thing wrong with a request: the path of the field and what was found and expected.
struct FieldViolation {
  std::string field;
  std::string description;
};

// INVALID_ARGUMENT, reason INVALID_FIELDS, with a BadRequest of the violations. Lists at most 50
// and about 4 KB of them (status details over 8 KB become RESOURCE_EXHAUSTED in gRPC 1.51) and says
// in the message how many were left out. `violations` must not be empty.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// The violations of a status made by InvalidFields (or received over gRPC); empty when none.
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

}  // namespace bangfu

#endif  // BANGFU_SERVICES_COMMON_STATUS_ERRORS_H_
