// Amounts of money as whole fen (1 yuan = 100 fen) in an int64: reading, writing and adding without
// a rounding anywhere. Not averages or shares: those belong to the figure that states its divisor.
#ifndef BANGFU_SERVICES_COMMON_MONEY_MONEY_H_
#define BANGFU_SERVICES_COMMON_MONEY_MONEY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bangfu::money {

enum class Negative { kRefused, kAllowed };

// Reads yuan as "1234", "1234.5" or "1234.50", with a "-" before it where that is allowed, into
// fen. Refuses anything else (more than two decimals, separators of thousands, blanks, signs and
// digits outside ASCII) and what does not fit, up to 92,233,720,368,547,758.07 yuan:
// InvalidArgument whose message says what was found and what is expected.
absl::StatusOr<int64_t> ParseYuan(std::string_view text, Negative negative = Negative::kRefused);

// For people: "21,520,000.00".
std::string FormatYuan(int64_t fen);

// For files: "21520000.00". ParseYuan reads it back to the same fen.
std::string FormatYuanPlain(int64_t fen);

// Sum and difference; OutOfRange when they do not fit into an int64.
absl::StatusOr<int64_t> Add(int64_t fen, int64_t other_fen);
absl::StatusOr<int64_t> Subtract(int64_t fen, int64_t other_fen);

}  // namespace bangfu::money

#endif  // BANGFU_SERVICES_COMMON_MONEY_MONEY_H_
