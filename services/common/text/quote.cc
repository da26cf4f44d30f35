#include "services/common/text/quote.h"

#include <cstddef>
#include <cstdint>

#include "services/common/text/utf8.h"

namespace bangfu::text {
namespace {

constexpr size_t kCodePointsMax = 40;

void AppendHex(std::string& quoted, char byte) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  const auto value = static_cast<uint8_t>(byte);
  quoted.append("\\x").append(1, kDigits[value >> 4U]).append(1, kDigits[value & 0xFU]);
}

bool IsControl(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

// Appends the first code point of `found`, or its first byte if that begins none, and says how many
// bytes that was.
size_t AppendFirst(std::string& quoted, std::string_view found) {
  const auto decoded = DecodeUtf8(found);
  const size_t bytes = decoded ? decoded->bytes : 1;
  if (!decoded || IsControl(decoded->code_point)) {
    for (const char byte : found.substr(0, bytes)) AppendHex(quoted, byte);
    return bytes;
  }
  if (found[0] == '"' || found[0] == '\\') quoted.push_back('\\');
  quoted.append(found.substr(0, bytes));
  return bytes;
}

}  // namespace

std::string Quote(std::string_view found) {
  std::string quoted = "\"";
  for (size_t count = 0; !found.empty(); ++count) {
    if (count == kCodePointsMax) {
      quoted.append("…");
      break;
    }
    found.remove_prefix(AppendFirst(quoted, found));
  }
  return quoted.append("\"");
}

}  // namespace bangfu::text
