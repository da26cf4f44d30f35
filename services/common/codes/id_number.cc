#include "services/common/codes/id_number.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "services/common/text/utf8.h"

namespace bangfu::codes {
namespace {

constexpr size_t kNumberLength = 18;
constexpr size_t kCertificateLength = 20;
constexpr size_t kCheckAt = 17;
constexpr size_t kSexAt = 16;

absl::Status Refused(const std::string& why) {
  return absl::InvalidArgumentError("not an identity number: " + why);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

absl::Status CheckCharacters(std::string_view number) {
  if (number.size() != kNumberLength && number.size() != kCertificateLength) {
    return Refused("found " + std::to_string(text::CountCodePoints(number)) +
                   " characters, expected 18, or 20 of a disability certificate");
  }
  for (size_t i = 0; i < number.size(); ++i) {
    if (IsDigit(number[i]) || (i == kCheckAt && number[i] == 'X')) continue;
    return Refused("character " + std::to_string(i + 1) + " is not a digit" +
                   (i == kCheckAt ? " or a capital X" : ""));
  }
  return absl::OkStatus();
}

// ISO 7064 MOD 11-2 over the first 17 digits: each digit is weighed by 2^(18 - its place), and the
// check character brings the sum to 1 modulo 11.
char CheckCharacter(std::string_view number) {
  int remainder = 0;
  for (const char digit : number.substr(0, kCheckAt)) {
    remainder = (remainder + (digit - '0')) * 2 % 11;
  }
  const int check = (12 - remainder) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

int Number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

}  // namespace

absl::StatusOr<IdNumber> ParseIdNumber(std::string_view number) {
  if (absl::Status status = CheckCharacters(number); !status.ok()) return status;
  if (number[0] == '0') return Refused("it does not begin with a division code");
  const auto birth = date::FromYearMonthDay(
      Number(number.substr(6, 4)), Number(number.substr(10, 2)), Number(number.substr(12, 2)));
  if (!birth.ok()) return Refused("characters 7 to 14 are not a date of birth");
  if (number[kCheckAt] != CheckCharacter(number)) {
    return Refused("the check character (the 18th) does not fit the 17 digits before it");
  }
  return IdNumber{*birth, (number[kSexAt] - '0') % 2 == 1, number.size() == kCertificateLength};
}

absl::Status ValidateIdNumber(std::string_view number) { return ParseIdNumber(number).status(); }

bool HoldsIdNumber(std::string_view text) {
  for (size_t begin = 0; begin + kNumberLength <= text.size(); ++begin) {
    const std::string_view window = text.substr(begin, kNumberLength);
    if (!std::all_of(window.begin(), window.end() - 1, IsDigit)) continue;
    std::string number(window);
    if (number.back() == 'x') number.back() = 'X';
    if (ValidateIdNumber(number).ok()) return true;
  }
  return false;
}

}  // namespace bangfu::codes
