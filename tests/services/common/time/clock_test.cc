#include "services/common/time/clock.h"

#include "absl/time/clock.h"
#include <gtest/gtest.h>

namespace bangfu {
namespace {

TEST(Clock, SystemClockGivesThePresent) {
  const absl::Time before = absl::Now();
  const absl::Time told = SystemClock()();
  EXPECT_LE(before, told);
  EXPECT_LE(told, absl::Now());
}

TEST(Clock, ReproducibleClockStandsAtTheStartOf2021) {
  const Clock clock = ReproducibleClock();
  EXPECT_EQ(absl::FormatTime(clock(), absl::UTCTimeZone()), "2021-01-01T00:00:00+00:00");
  EXPECT_EQ(clock(), clock());
}

}  // namespace
}  // namespace bangfu
