#include "gateway/answers.h"

#include "absl/strings/ascii.h"

namespace bangfu::gateway {

bool IsCallersFault(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

std::string WhyNoAnswer(const absl::Status& status) {
  // Not the status's own words: those of the transport name addresses, others may name anything.
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return "not reachable";
    case absl::StatusCode::kDeadlineExceeded:
      return "no answer in time";
    case absl::StatusCode::kResourceExhausted:
      return "too busy";
    default:
      return "failed: " + absl::AsciiStrToLower(absl::StatusCodeToString(status.code()));
  }
}

}  // namespace bangfu::gateway
