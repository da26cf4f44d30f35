// Padding of what is sealed, so that its length tells nothing: an empty debt looks like any other.
#ifndef BANGFU_SERVICES_COMMON_SEAL_PAD_H_
#define BANGFU_SERVICES_COMMON_SEAL_PAD_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bangfu::seal {

// `plain` and a padding (ISO/IEC 7816-4) up to the next multiple of `block` bytes, at least one.
std::string Pad(std::string_view plain, size_t block);

// What was padded. DATA_LOSS when it is no multiple of `block`, or its end is no padding.
absl::StatusOr<std::string_view> Unpad(std::string_view padded, size_t block);

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_PAD_H_
