#include "services/reporting/packed_days.h"

#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::reporting {
namespace {

std::string Packed(const DayDeltas& deltas, std::string_view before = "") {
  std::string bytes;
  EXPECT_EQ(AppendDays(before, deltas.begin(), deltas.end(), bytes), absl::OkStatus());
  return bytes;
}

TEST(PackedDaysTest, BlocksBefore1970AreRoundedDown) {
  EXPECT_EQ(BlockOf(-1), -1);
  EXPECT_EQ(BlockOf(-64), -1);
  EXPECT_EQ(BlockOf(-65), -2);
  EXPECT_EQ(FirstDayOf(-2), -128);
  EXPECT_EQ(BlockOf(63), 0);
  EXPECT_EQ(BlockOf(64), 1);
}

TEST(PackedDaysTest, BytesAreWhatTheHeaderSays) {
  // Day 3: 1, -2, 300 are 2, 3, 600 in ZigZag.
  EXPECT_EQ(Packed({{64 + 3, {.count = 1, .sum = -2, .distinct = 300}}}), "\x03\x02\x03\xd8\x04");
}

TEST(PackedDaysTest, DayWhoseChangesCancelOutStays) {
  const std::string once = Packed({{7, {.count = 1, .sum = 5, .distinct = 1}}});
  const std::string twice = Packed({{7, {.count = -1, .sum = -5, .distinct = -1}}}, once);
  EXPECT_EQ(twice, std::string_view("\x07\0\0\0", 4));
  EXPECT_EQ(SumUpTo(twice, 63), Totals());
}

TEST(PackedDaysTest, LargestNumbersOfEveryDayFit) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  DayDeltas deltas;
  for (int32_t day = 0; day < kBlockDays; ++day) deltas[day] = {-kMax, kMax, -kMax};
  const std::string days = Packed(deltas);
  EXPECT_EQ(SumUpTo(days, 0), Totals({-kMax, kMax, -kMax}));
  const auto sum = SumOfDays(days);
  ASSERT_TRUE(sum.ok()) << sum.status();
  EXPECT_EQ(sum->last_day_of_block, 63);
}

TEST(PackedDaysTest, BytesThatAreNoDaysAreDataLoss) {
  using std::string_literals::operator""s;
  for (const std::string& bytes : {
           "\x03"s,                              // ends amid a day
           "\x03\x02\x02"s,                      //
           "\x03\x02\x02\x80"s,                  // ends amid a number
           "\x03\x02\x02\x02\x03\x02\x02\x02"s,  // a day twice
           "\x03\x02\x02\x02\x01\x02\x02\x02"s,  // an earlier day
           "\x40\x02\x02\x02"s,                  // a day of another block
           std::string(5000, '\0'),
       }) {
    EXPECT_TRUE(absl::IsDataLoss(SumOfDays(bytes).status()));
    const DayDeltas deltas{{5, {.count = 1}}};
    std::string with;
    EXPECT_TRUE(absl::IsDataLoss(AppendDays(bytes, deltas.begin(), deltas.end(), with)));
  }
  EXPECT_TRUE(absl::IsDataLoss(SumOfDays("").status()));
}

RC_GTEST_PROP(PackedDaysTest, InWhateverPartsDeltasComeTheBytesAreTheSame, ()) {
  const auto block = *rc::gen::inRange(-3, 4);
  const auto deltas = *rc::gen::container<std::vector<std::pair<int, int64_t>>>(
      rc::gen::pair(rc::gen::inRange(0, kBlockDays), rc::gen::inRange<int64_t>(-1000, 1000)));
  DayDeltas all;
  std::string one_by_one;
  for (const auto& [day, sum] : deltas) {
    const Totals delta{.count = sum < 0 ? -1 : 1, .sum = sum, .distinct = sum % 2};
    all[FirstDayOf(block) + day] += delta;
    one_by_one = Packed({{FirstDayOf(block) + day, delta}}, one_by_one);
  }
  RC_PRE(!all.empty());
  RC_ASSERT(Packed(all) == one_by_one);
  Totals expected;
  for (int day = 0; day < kBlockDays; ++day) {
    const auto delta = all.find(FirstDayOf(block) + day);
    if (delta != all.end()) expected += delta->second;
    RC_ASSERT(SumUpTo(one_by_one, day) == expected);
  }
  const auto sum = SumOfDays(one_by_one);
  RC_ASSERT(sum.ok());
  RC_ASSERT(sum->totals == expected);
  RC_ASSERT(sum->last_day_of_block == std::prev(all.end())->first - FirstDayOf(block));
}

}  // namespace
}  // namespace bangfu::reporting
