#include "services/reporting/copy_leases.h"

#include <algorithm>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Time kStart = absl::UnixEpoch();

class LeaseObserverTest : public ::testing::Test {
 protected:
  void Observe(int second, const std::vector<CopyLease>& listed) {
    observer_.Observe(listed, kStart + absl::Seconds(second));
  }

  LeaseObserver observer_{absl::Seconds(5), absl::Seconds(4)};
};

TEST_F(LeaseObserverTest, CopyThatIsSeenForTheFirstTimeLives) {
  Observe(0, {{"a", 100}, {"b", 1}});
  EXPECT_THAT(observer_.Living(), ElementsAre("a", "b"));
}

TEST_F(LeaseObserverTest, LeaseIsOverWhenItHasStoodStillForItsTime) {
  Observe(0, {{"a", 7}, {"b", 3}});
  Observe(4, {{"a", 8}, {"b", 3}});
  EXPECT_THAT(observer_.Living(), ElementsAre("a", "b"));
  Observe(5, {{"a", 9}, {"b", 3}});
  EXPECT_THAT(observer_.Living(), ElementsAre("a"));
  EXPECT_THAT(observer_.Expired(), ElementsAre(CopyLease{"b", 3}));
}

TEST_F(LeaseObserverTest, CopyThatRenewsAfterAllLivesAgain) {
  Observe(0, {{"b", 3}});
  Observe(4, {{"b", 3}});
  Observe(9, {{"b", 3}});
  EXPECT_THAT(observer_.Living(), IsEmpty());
  Observe(10, {{"b", 4}});
  EXPECT_THAT(observer_.Living(), ElementsAre("b"));
  EXPECT_THAT(observer_.Expired(), IsEmpty());
}

TEST_F(LeaseObserverTest, CopyWhoseLeaseWasEndedMayBeginAnewWithTheSameCount) {
  Observe(0, {{"b", 1}});
  Observe(4, {{"b", 1}});
  Observe(8, {{"b", 1}});
  ASSERT_THAT(observer_.Expired(), ElementsAre(CopyLease{"b", 1}));
  observer_.Forget("b");
  Observe(9, {{"b", 1}});
  EXPECT_THAT(observer_.Living(), ElementsAre("b"));
}

TEST_F(LeaseObserverTest, TimeInWhichNobodyLookedIsNotTheSilenceOfOthers) {
  Observe(0, {{"a", 1}, {"b", 3}});
  Observe(60, {{"a", 2}, {"b", 3}});  // the database was away
  EXPECT_THAT(observer_.Living(), ElementsAre("a", "b"));
  Observe(61, {{"a", 3}, {"b", 3}});
  EXPECT_THAT(observer_.Living(), ElementsAre("a"));
}

TEST_F(LeaseObserverTest, LeaseThatBeginsAnewLives) {
  Observe(0, {{"b", 900}});
  Observe(4, {{"b", 900}});
  Observe(6, {{"b", 1}});
  EXPECT_THAT(observer_.Living(), ElementsAre("b"));
}

TEST_F(LeaseObserverTest, LeaseThatWasGivenBackIsForgotten) {
  Observe(0, {{"a", 1}, {"b", 1}});
  Observe(1, {{"a", 2}});
  EXPECT_THAT(observer_.Living(), ElementsAre("a"));
  EXPECT_THAT(observer_.Expired(), IsEmpty());
}

std::vector<std::string> Names(const std::set<int>& numbers) {
  std::vector<std::string> names;
  names.reserve(numbers.size());
  for (const int number : numbers) names.push_back("copy" + std::to_string(number));
  return names;
}

RC_GTEST_PROP(ShardsProperty, EveryShardIsOfOneLivingCopy, ()) {
  const auto numbers =
      *rc::gen::nonEmpty(rc::gen::container<std::set<int>>(rc::gen::inRange(0, 99)));
  const std::vector<std::string> living = Names(numbers);
  std::multiset<int> all;
  for (const std::string& copy : living) {
    for (const int shard : ShardsOf(copy, living)) all.insert(shard);
  }
  RC_ASSERT(all.size() == kShardCount);
  for (int shard = 0; shard < kShardCount; ++shard) RC_ASSERT(all.count(shard) == 1);
}

RC_GTEST_PROP(ShardsProperty, WhenACopyDiesTheOthersKeepTheirs, ()) {
  const auto numbers =
      *rc::gen::suchThat(rc::gen::container<std::set<int>>(rc::gen::inRange(0, 20)),
                         [](const std::set<int>& chosen) { return chosen.size() >= 2; });
  const std::vector<std::string> living = Names(numbers);
  const std::vector<std::string> rest(living.begin() + 1, living.end());
  for (const std::string& copy : rest) {
    const std::vector<int> before = ShardsOf(copy, living);
    const std::vector<int> after = ShardsOf(copy, rest);
    RC_ASSERT(std::includes(after.begin(), after.end(), before.begin(), before.end()));
  }
  RC_ASSERT(ShardsOf(living.front(), rest).empty());
}

TEST(ShardsTest, TwoCopiesShareFairly) {
  const size_t first = ShardsOf("a", {"a", "b"}).size();
  EXPECT_GE(first, 16u);
  EXPECT_LE(first, 48u);
}

}  // namespace
}  // namespace bangfu::reporting
