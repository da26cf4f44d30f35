// How many columns of a terminal a UTF-8 text takes, and fitting text to columns. CJK takes two, a
// combining mark none. Not shaping: a joined emoji counts as its parts.
#ifndef BANGFU_SERVICES_COMMON_TEXT_WIDTH_H_
#define BANGFU_SERVICES_COMMON_TEXT_WIDTH_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace bangfu::text {

enum class Align { kLeft, kRight };

// 0 for control, formatting and combining characters; 2 for East Asian wide and full-width ones; 1
// for all others, those of ambiguous width (such as the ellipsis) included.
size_t CodePointWidth(char32_t code_point);

// The columns of `text`. A byte that is not UTF-8 counts one: it is shown as a replacement mark.
size_t DisplayWidth(std::string_view text);

// `text` with spaces added, after it (kLeft) or before it (kRight), up to `columns`. A text that is
// already as wide or wider comes back as it is.
std::string PadToWidth(std::string_view text, size_t columns, Align align = Align::kLeft);

// `text` if it fits into `columns`; otherwise as much of its beginning as fits with an ellipsis
// after it. Never cuts a code point, nor a combining mark from its base.
std::string TruncateToWidth(std::string_view text, size_t columns);

// Truncated, then padded: as wide as `columns` exactly.
std::string FitToWidth(std::string_view text, size_t columns, Align align = Align::kLeft);

}  // namespace bangfu::text

#endif  // BANGFU_SERVICES_COMMON_TEXT_WIDTH_H_
