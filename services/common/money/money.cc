#include "services/common/money/money.h"

#include <algorithm>
#include <cstddef>

#include "services/common/text/quote.h"

namespace bangfu::money {
namespace {

constexpr size_t kDecimalsMax = 2;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) { return std::all_of(text.begin(), text.end(), IsDigit); }

absl::Status Refused(std::string_view found, std::string_view expected) {
  return absl::InvalidArgumentError("found " + text::Quote(found) + ", expected " +
                                    std::string(expected));
}

// Why `text` is no amount, for the mistakes that offices make most.
absl::Status NotAnAmount(std::string_view text) {
  if (text.empty()) return Refused(text, "an amount in yuan such as 1234.50");
  if (text.find(',') != std::string_view::npos || text.find("，") != std::string_view::npos) {
    return Refused(text, "yuan without separators of thousands, such as 1234.50");
  }
  return Refused(text, "yuan in plain digits, such as 1234.50");
}

// Appends one decimal digit downwards, so that the smallest int64 can be reached as well.
bool AppendDigit(int64_t& negated, int digit) {
  return !__builtin_mul_overflow(negated, int64_t{10}, &negated) &&
         !__builtin_sub_overflow(negated, int64_t{digit}, &negated);
}

// `text` split at its sign and point, and known to be digits else.
struct Amount {
  bool negative;
  std::string_view yuan;
  std::string_view decimals;  // up to kDecimalsMax
};

absl::StatusOr<Amount> Split(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const size_t point = std::min(digits.find('.'), digits.size());
  const Amount amount{negative, digits.substr(0, point),
                      point < digits.size() ? digits.substr(point + 1) : std::string_view()};
  const bool bare_point = point < digits.size() && amount.decimals.empty();
  if (amount.yuan.empty() || bare_point || !AllDigits(amount.yuan) || !AllDigits(amount.decimals)) {
    return NotAnAmount(text);
  }
  if (amount.decimals.size() > kDecimalsMax) {
    return Refused(text, "at most two decimals: a fen is the smallest amount");
  }
  return amount;
}

}  // namespace

absl::StatusOr<int64_t> ParseYuan(std::string_view text, Negative negative) {
  const absl::StatusOr<Amount> amount = Split(text);
  if (!amount.ok()) return amount.status();
  if (amount->negative && negative == Negative::kRefused) {
    return Refused(text, "an amount that is not negative");
  }
  int64_t negated = 0;
  bool fits = true;
  for (const char digit : amount->yuan) fits = fits && AppendDigit(negated, digit - '0');
  for (size_t i = 0; i < kDecimalsMax; ++i) {
    const int digit = i < amount->decimals.size() ? amount->decimals[i] - '0' : 0;
    fits = fits && AppendDigit(negated, digit);
  }
  if (!amount->negative) fits = fits && !__builtin_sub_overflow(int64_t{0}, negated, &negated);
  if (!fits) return Refused(text, "at most 92233720368547758.07 yuan");
  return negated;
}

std::string FormatYuanPlain(int64_t fen) {
  // Negated in unsigned arithmetic: the smallest int64 has no positive twin.
  const uint64_t size = fen < 0 ? -static_cast<uint64_t>(fen) : static_cast<uint64_t>(fen);
  std::string digits = std::to_string(size);
  if (digits.size() <= kDecimalsMax) digits.insert(0, kDecimalsMax + 1 - digits.size(), '0');
  digits.insert(digits.size() - kDecimalsMax, 1, '.');
  return fen < 0 ? "-" + digits : digits;
}

std::string FormatYuan(int64_t fen) {
  std::string formatted = FormatYuanPlain(fen);
  const size_t first = fen < 0 ? 1 : 0;
  for (size_t at = formatted.size() - kDecimalsMax - 1; at > first + 3;) {
    at -= 3;
    formatted.insert(at, 1, ',');
  }
  return formatted;
}

absl::StatusOr<int64_t> Add(int64_t fen, int64_t other_fen) {
  int64_t sum = 0;
  if (__builtin_add_overflow(fen, other_fen, &sum)) {
    return absl::OutOfRangeError("the sum of " + FormatYuan(fen) + " and " + FormatYuan(other_fen) +
                                 " yuan is too large to be held");
  }
  return sum;
}

absl::StatusOr<int64_t> Subtract(int64_t fen, int64_t other_fen) {
  int64_t difference = 0;
  if (__builtin_sub_overflow(fen, other_fen, &difference)) {
    return absl::OutOfRangeError("the difference of " + FormatYuan(fen) + " and " +
                                 FormatYuan(other_fen) + " yuan is too large to be held");
  }
  return difference;
}

}  // namespace bangfu::money
