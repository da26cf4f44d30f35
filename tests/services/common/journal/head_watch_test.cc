// What a HeadWatch does when nobody streams from it; its streams are journal_service_test.cc's.
#include "services/common/journal/head_watch.h"

#include <atomic>
#include <optional>

#include <gtest/gtest.h>

namespace bangfu::journal {
namespace {

v1::JournalPosition SomePosition() {
  v1::JournalPosition position;
  position.set_county("510524");
  position.set_size(1);
  return position;
}

TEST(HeadWatchTest, AnswerComesAtOnceWhereNobodyWatches) {
  HeadWatch watch(absl::Seconds(30), absl::InfinitePast());
  bool answered = false;
  watch.Announce(SomePosition(), [&answered] { answered = true; });
  EXPECT_TRUE(answered);
}

// The first lease is of watchers that the process before may have had: answers wait for its end.
TEST(HeadWatchTest, EndWaitsForTheAnswersThatWaitForALease) {
  for (int round = 0; round < 200; ++round) {
    std::atomic<bool> answered = false;
    std::optional<HeadWatch> watch(std::in_place, absl::Microseconds(100 * (round % 20)));
    watch->Announce(SomePosition(), [&answered] { answered = true; });
    watch.reset();
    EXPECT_TRUE(answered) << round;
  }
}

}  // namespace
}  // namespace bangfu::journal
