// Strict UTF-8: decoding, validation, counting. Not normalisation and not display width (width.h).
#ifndef BANGFU_SERVICES_COMMON_TEXT_UTF8_H_
#define BANGFU_SERVICES_COMMON_TEXT_UTF8_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace bangfu::text {

struct DecodedCodePoint {
  char32_t code_point;
  size_t bytes;  // 1 to 4
};

// The first code point of `text`; nullopt when `text` is empty or does not begin with a well-formed
// sequence (Unicode 15, table 3-7: no overlong form, no surrogate, nothing above U+10FFFF).
std::optional<DecodedCodePoint> DecodeUtf8(std::string_view text);

// The offset of the first byte that begins no well-formed sequence; nullopt when all of `text` is
// UTF-8, as the empty text is.
std::optional<size_t> ValidateUtf8(std::string_view text);

// How many code points `text` has. Of text that is not UTF-8, each ill-formed byte counts as one.
size_t CountCodePoints(std::string_view text);

}  // namespace bangfu::text

#endif  // BANGFU_SERVICES_COMMON_TEXT_UTF8_H_
