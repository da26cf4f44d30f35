#include "services/common/status/clip.h"

#include <optional>

#include "services/common/text/utf8.h"

namespace bangfu {
namespace {

constexpr std::string_view kEllipsis = "…";

}  // namespace

std::string Clip(std::string_view text, size_t bytes_max) {
  std::string clipped;
  size_t room_for_ellipsis = 0;  // the longest length that still leaves room for it
  while (!text.empty()) {
    const std::optional<text::DecodedCodePoint> next = text::DecodeUtf8(text);
    const size_t bytes = next ? next->bytes : 1;
    if (clipped.size() + bytes > bytes_max) {
      clipped.resize(room_for_ellipsis);
      return clipped.append(kEllipsis);
    }
    clipped.append(next ? text.substr(0, bytes) : "?");
    if (clipped.size() + kEllipsis.size() <= bytes_max) room_for_ellipsis = clipped.size();
    text.remove_prefix(bytes);
  }
  return clipped;
}

}  // namespace bangfu
