// Makes text fit for a status: valid UTF-8 (protobuf refuses a string that is not) and bounded.
#ifndef BANGFU_SERVICES_COMMON_STATUS_CLIP_H_
#define BANGFU_SERVICES_COMMON_STATUS_CLIP_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace bangfu {

// `text` with a question mark for each ill-formed byte; when that has more than `bytes_max` bytes,
// as many whole code points as fit before an ellipsis. `bytes_max` is 3, an ellipsis, or more.
std::string Clip(std::string_view text, size_t bytes_max);

}  // namespace bangfu

#endif  // BANGFU_SERVICES_COMMON_STATUS_CLIP_H_
