// Unified social credit codes of organisations (GB 32100-2015): 18 characters, the last of which
// checks the others.
#ifndef BANGFU_SERVICES_COMMON_CODES_CREDIT_CODE_H_
#define BANGFU_SERVICES_COMMON_CODES_CREDIT_CODE_H_

#include <string_view>

#include "absl/status/status.h"

namespace bangfu::codes {

// OK, or InvalidArgument that says what was found and what is expected. The alphabet is the digits
// and the capital letters without I, O, S, V and Z; places 3 to 8 are digits, a division code.
absl::Status ValidateCreditCode(std::string_view code);

}  // namespace bangfu::codes

#endif  // BANGFU_SERVICES_COMMON_CODES_CREDIT_CODE_H_
