// A status's message as a std::string: Abseil's own view is another type in this build.
#ifndef BANGFU_GATEWAY_CLI_STATUS_TEXT_H_
#define BANGFU_GATEWAY_CLI_STATUS_TEXT_H_

#include <string>

#include "absl/status/status.h"

namespace bangfu::cli {

inline std::string MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_STATUS_TEXT_H_
