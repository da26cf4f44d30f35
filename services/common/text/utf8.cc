#include "services/common/text/utf8.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace bangfu::text {
namespace {

constexpr char32_t kSmallestOfLength[] = {0, 0, 0x80, 0x800, 0x10000};

bool IsSurrogate(char32_t value) { return value >= 0xD800 && value <= 0xDFFF; }

// How many bytes at the start of `text` are ASCII, found eight at a time; the rest may be too.
size_t SkipAsciiBlocks(std::string_view text) {
  size_t skipped = 0;
  for (uint64_t block; text.size() - skipped >= sizeof(block); skipped += sizeof(block)) {
    std::memcpy(&block, text.data() + skipped, sizeof(block));
    if ((block & 0x8080808080808080U) != 0) break;
  }
  return skipped;
}

}  // namespace

std::optional<DecodedCodePoint> DecodeUtf8(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return DecodedCodePoint{lead, 1};
  // The lead byte says the length in its leading ones; a single one marks a continuation byte.
  const auto length = static_cast<size_t>(std::countl_one(lead));
  if (length < 2 || length > 4 || text.size() < length) return std::nullopt;
  char32_t value = lead & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return std::nullopt;
    value = (value << 6U) | (byte & 0x3FU);
  }
  if (value < kSmallestOfLength[length] || value > 0x10FFFF || IsSurrogate(value)) {
    return std::nullopt;
  }
  return DecodedCodePoint{value, length};
}

std::optional<size_t> ValidateUtf8(std::string_view text) {
  size_t offset = 0;
  while (true) {
    offset += SkipAsciiBlocks(text.substr(offset));
    if (offset == text.size()) return std::nullopt;
    const auto decoded = DecodeUtf8(text.substr(offset));
    if (!decoded) return offset;
    offset += decoded->bytes;
  }
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) {
    const auto decoded = DecodeUtf8(text);
    text.remove_prefix(decoded ? decoded->bytes : 1);
  }
  return count;
}

}  // namespace bangfu::text
