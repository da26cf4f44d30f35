#include "services/common/sql/retry.h"

#include <gtest/gtest.h>

namespace bangfu::sql {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'000'000);

TEST(Backoff, PausesDoubleUpToABoundAndEndWithTheSpan) {
  Backoff backoff(absl::Seconds(3));
  absl::Time now = kStart;
  for (const int pause_ms : {40, 80, 160, 320, 640, 640, 640}) {
    const std::optional<absl::Duration> pause = backoff.Next(now, absl::InfiniteFuture(), 0);
    ASSERT_EQ(pause, absl::Milliseconds(pause_ms));
    now += *pause;
  }
  EXPECT_EQ(backoff.Next(now, absl::InfiniteFuture(), 0), std::nullopt);
}

TEST(Backoff, ChanceShortensAPauseByHalfAtMost) {
  EXPECT_EQ(Backoff(absl::Seconds(1)).Next(kStart, absl::InfiniteFuture(), 0.5),
            absl::Milliseconds(30));
  EXPECT_EQ(Backoff(absl::Seconds(1)).Next(kStart, absl::InfiniteFuture(), 1),
            absl::Milliseconds(20));
}

TEST(Backoff, TheTimeOfTheTriesThemselvesCounts) {
  Backoff backoff(absl::Seconds(10));
  EXPECT_TRUE(backoff.Next(kStart, absl::InfiniteFuture(), 0).has_value());
  EXPECT_EQ(backoff.Next(kStart + absl::Seconds(10), absl::InfiniteFuture(), 0), std::nullopt);
}

TEST(Backoff, NothingIsTriedBehindTheDeadline) {
  Backoff backoff(absl::Seconds(10));
  EXPECT_EQ(backoff.Next(kStart, absl::InfinitePast(), 0), std::nullopt);
  EXPECT_EQ(backoff.Next(kStart, kStart + absl::Milliseconds(39), 0), std::nullopt);
}

TEST(DatabaseUnreachable, IsOneLineHoweverManyTheServerSays) {
  EXPECT_EQ(DatabaseUnreachable(" refused\n\tIs it  running?\r\n").message(),
            "the database cannot be reached: refused Is it running?");
}

}  // namespace
}  // namespace bangfu::sql
