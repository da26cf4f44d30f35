#include "services/common/text/width.h"

#include <algorithm>
#include <span>

#include "services/common/text/utf8.h"
#include "services/common/text/width_table.h"

namespace bangfu::text {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr size_t kEllipsisColumns = 1;

bool Contains(std::span<const CodePointRange> ranges, char32_t code_point) {
  const auto after = std::upper_bound(
      ranges.begin(), ranges.end(), code_point,
      [](char32_t value, const CodePointRange& range) { return value < range.first; });
  return after != ranges.begin() && code_point <= std::prev(after)->last;
}

struct Piece {
  size_t bytes;
  size_t columns;
};

Piece FirstPiece(std::string_view text) {
  const auto decoded = DecodeUtf8(text);
  return decoded ? Piece{decoded->bytes, CodePointWidth(decoded->code_point)} : Piece{1, 1};
}

// The longest beginning of `text` that takes no more than `columns`.
std::string_view Beginning(std::string_view text, size_t columns) {
  size_t end = 0;
  for (size_t used = 0; end < text.size();) {
    const Piece piece = FirstPiece(text.substr(end));
    used += piece.columns;
    if (used > columns) break;
    end += piece.bytes;
  }
  return text.substr(0, end);
}

}  // namespace

size_t CodePointWidth(char32_t code_point) {
  if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) return 0;
  if (code_point < 0x300) return 1;
  if (Contains(ZeroWidthRanges(), code_point)) return 0;
  return Contains(WideRanges(), code_point) ? 2 : 1;
}

size_t DisplayWidth(std::string_view text) {
  size_t columns = 0;
  while (!text.empty()) {
    const Piece piece = FirstPiece(text);
    columns += piece.columns;
    text.remove_prefix(piece.bytes);
  }
  return columns;
}

std::string PadToWidth(std::string_view text, size_t columns, Align align) {
  const size_t width = DisplayWidth(text);
  std::string padded(text);
  if (width < columns) {
    padded.insert(align == Align::kLeft ? padded.size() : 0, columns - width, ' ');
  }
  return padded;
}

std::string TruncateToWidth(std::string_view text, size_t columns) {
  if (Beginning(text, columns).size() == text.size()) return std::string(text);
  if (columns < kEllipsisColumns) return "";
  return std::string(Beginning(text, columns - kEllipsisColumns)).append(kEllipsis);
}

std::string FitToWidth(std::string_view text, size_t columns, Align align) {
  return PadToWidth(TruncateToWidth(text, columns), columns, align);
}

}  // namespace bangfu::text
