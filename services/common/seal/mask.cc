#include "services/common/seal/mask.h"

#include <algorithm>
#include <cstddef>

#include "services/common/text/utf8.h"

namespace bangfu::seal {
namespace {

constexpr size_t kStarsMax = 2;
constexpr size_t kIdLength = 18;
constexpr size_t kCertificateLength = 20;
constexpr size_t kShownFirst = 3;
constexpr size_t kShownLast = 2;

bool IsDigitOrX(char c) { return (c >= '0' && c <= '9') || c == 'X'; }

}  // namespace

std::string MaskName(std::string_view name) {
  if (name.empty()) return "";
  const size_t length = text::CountCodePoints(name);
  if (length == 1 || text::ValidateUtf8(name)) return "*";
  const auto first = text::DecodeUtf8(name);
  return std::string(name.substr(0, first->bytes)).append(std::min(length - 1, kStarsMax), '*');
}

std::string MaskIdNumber(std::string_view number) {
  if (number.empty()) return "";
  std::string masked(kIdLength, '*');
  const bool known_length = number.size() == kIdLength || number.size() == kCertificateLength;
  if (!known_length || !std::all_of(number.begin(), number.end(), IsDigitOrX)) return masked;
  masked.replace(0, kShownFirst, number.substr(0, kShownFirst));
  masked.replace(kIdLength - kShownLast, kShownLast,
                 number.substr(kIdLength - kShownLast, kShownLast));
  return masked;
}

}  // namespace bangfu::seal
