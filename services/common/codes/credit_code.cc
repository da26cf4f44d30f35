#include "services/common/codes/credit_code.h"

#include <cstddef>
#include <string>

#include "services/common/text/quote.h"

namespace bangfu::codes {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr size_t kLength = 18;
constexpr size_t kModulus = 31;
static_assert(kAlphabet.size() == kModulus);

absl::Status Refused(std::string_view found, const std::string& expected) {
  return absl::InvalidArgumentError("found " + text::Quote(found) + ", expected " + expected);
}

// The character that brings the sum of all 18, each weighed by 3^(place - 1), to 0 modulo 31.
char CheckCharacter(std::string_view code) {
  size_t sum = 0;
  size_t weight = 1;
  for (const char c : code.substr(0, kLength - 1)) {
    sum += kAlphabet.find(c) * weight;
    weight = weight * 3 % kModulus;
  }
  return kAlphabet[(kModulus - sum % kModulus) % kModulus];
}

}  // namespace

absl::Status ValidateCreditCode(std::string_view code) {
  if (code.size() != kLength || code.find_first_not_of(kAlphabet) != std::string_view::npos) {
    return Refused(code, "a credit code of 18 digits and capital letters (no I, O, S, V, Z)");
  }
  if (code.substr(2, 6).find_first_not_of("0123456789") != std::string_view::npos) {
    return Refused(code, "a credit code with a division code of 6 digits at its places 3 to 8");
  }
  if (const char check = CheckCharacter(code); code.back() != check) {
    return Refused(code, std::string("the check character ") + check + " at the end");
  }
  return absl::OkStatus();
}

}  // namespace bangfu::codes
