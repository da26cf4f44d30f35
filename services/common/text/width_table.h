// Which code points take no column and which take two: tables taken from the Unicode Character
// Database. What becomes of them is in width.h.
#ifndef BANGFU_SERVICES_COMMON_TEXT_WIDTH_TABLE_H_
#define BANGFU_SERVICES_COMMON_TEXT_WIDTH_TABLE_H_

#include <span>

namespace bangfu::text {

struct CodePointRange {
  char32_t first;
  char32_t last;  // inclusive
};

// Both in ascending order and without overlap, from U+0300 on.
std::span<const CodePointRange> ZeroWidthRanges();
std::span<const CodePointRange> WideRanges();

}  // namespace bangfu::text

#endif  // BANGFU_SERVICES_COMMON_TEXT_WIDTH_TABLE_H_
