// The days of a roll-up in blocks of 64, and the bytes that stand for one block in memory and in
// the database: some 6 for each day with facts, where numbers side by side take 32. Pure.
//
// The same days give the same bytes: for each day, ascending, how many days it lies behind the
// block's first, then count, sum and distinct, as varints of Protocol Buffers, the last three in
// ZigZag.
#ifndef BANGFU_SERVICES_REPORTING_PACKED_DAYS_H_
#define BANGFU_SERVICES_REPORTING_PACKED_DAYS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/reporting/totals.h"

namespace bangfu::reporting {

inline constexpr int32_t kBlockDays = 64;

// The number of the block that a day is in, day / 64 rounded down, and a block's first day.
constexpr int32_t BlockOf(int32_t day) { return day >> 6; }  // also before 1970
constexpr int32_t FirstDayOf(int32_t block) { return block * kBlockDays; }

// Appends to `bytes` the days `before` with the deltas besides: at least one, of days of one block.
// DATA_LOSS when `before` are no such bytes; then `bytes` is of no use. Cost: one pass.
absl::Status AppendDays(std::string_view before, DayDeltas::const_iterator first,
                        DayDeltas::const_iterator last, std::string& bytes);

// What all days come to, and which is the last of them (0 to 63). DATA_LOSS as above, or when there
// is no day. Cost: one pass.
struct DaysSum {
  Totals totals;
  int32_t last_day_of_block = 0;
};
absl::StatusOr<DaysSum> SumOfDays(std::string_view bytes);

// What the days up to and including this one of the block (0 to 63) come to. The bytes must be
// good. Cost: reads those days.
Totals SumUpTo(std::string_view bytes, int32_t day_of_block);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PACKED_DAYS_H_
