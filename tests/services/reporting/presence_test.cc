#include "services/reporting/presence.h"

#include <algorithm>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Changes = std::vector<Change>;

TEST(PresenceTest, CountsFromTheEarliestFactOn) {
  EXPECT_THAT(Transitions({{7, 1}, {3, 1}, {9, 1}}), ElementsAre(Change{3, 1}));
}

TEST(PresenceTest, CeasesWhenAllIsReversedAndBeginsAgain) {
  EXPECT_THAT(Transitions({{3, 1}, {5, -1}, {8, 1}}),
              ElementsAre(Change{3, 1}, Change{5, -1}, Change{8, 1}));
}

TEST(PresenceTest, OneOfTwoFactsReversedChangesNothing) {
  EXPECT_THAT(Transitions({{3, 1}, {4, 1}, {5, -1}}), ElementsAre(Change{3, 1}));
}

TEST(PresenceTest, FactReversedOnItsDayNeverCounts) {
  EXPECT_THAT(Transitions({{3, 1}, {3, -1}}), IsEmpty());
}

TEST(PresenceTest, DifferenceOfAnEarlierBeginning) {
  EXPECT_THAT(Difference({{7, 1}}, {{3, 1}}), ElementsAre(Change{3, 1}, Change{7, -1}));
  EXPECT_THAT(Difference({{3, 1}}, {{3, 1}}), IsEmpty());
}

Changes AnyChanges() {
  return *rc::gen::container<Changes>(
      rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 12), rc::gen::element(1, -1)),
                   [](const std::pair<int, int>& p) {
                     return Change{p.first, p.second};
                   }));
}

RC_GTEST_PROP(PresenceTest, SubjectCountsJustWhenFactsExceedReversals, ()) {
  const Changes changes = AnyChanges();
  const Changes transitions = Transitions(changes);
  for (int day = 0; day <= 12; ++day) {
    int balance = 0;
    int counted = 0;
    for (const Change& change : changes) balance += change.day <= day ? change.delta : 0;
    for (const Change& change : transitions) counted += change.day <= day ? change.delta : 0;
    RC_ASSERT(counted == (balance > 0 ? 1 : 0));
  }
}

RC_GTEST_PROP(PresenceTest, DifferenceTurnsOneIntoTheOther, ()) {
  const Changes before = Transitions(AnyChanges());
  const Changes after = Transitions(AnyChanges());
  Changes both = before;
  for (const Change& change : Difference(before, after)) both.push_back(change);
  RC_ASSERT(Transitions(both) == after);
}

TEST(PresenceTest, DayBetweenThoseThatAreKeptIsKeptForTheNextReversal) {
  Presence presence;
  presence.Add({{3, 1}, {9, 1}});
  EXPECT_TRUE(presence.IsChangedBy({5, 1}));
  EXPECT_FALSE(presence.IsChangedBy({9, 1}));
  presence.Add({{5, 1}});
  EXPECT_THAT(presence.fact_days(), ElementsAre(3, 5));
  presence.Add({{3, -1}});
  EXPECT_THAT(Transitions(presence.Changes()), ElementsAre(Change{5, 1}));
}

// The days of the earliest facts among the changes, as a store finds them.
std::vector<int32_t> Earliest(const Changes& changes, size_t count) {
  std::vector<int32_t> days;
  for (const Change& change : changes) {
    if (change.delta > 0) days.push_back(change.day);
  }
  std::sort(days.begin(), days.end());
  if (days.size() > count) days.resize(count);
  return days;
}

RC_GTEST_PROP(PresenceTest, WhatIsKeptComesToTheSameAsAllChanges, ()) {
  Presence kept;
  Changes all;
  for (const Changes& added :
       *rc::gen::container<std::vector<Changes>>(rc::gen::exec(AnyChanges))) {
    const size_t reversals = added.size() - Earliest(added, SIZE_MAX).size();
    const size_t needed = kept.FactsNeeded(reversals);
    if (needed > 0) kept.SetFacts(Earliest(all, needed), needed);
    const Presence before = kept;
    kept.Add(added);
    all.insert(all.end(), added.begin(), added.end());
    RC_ASSERT(Transitions(kept.Changes()) == Transitions(all));
    RC_ASSERT(kept.fact_days().size() <= 2 * kept.reversal_days().size() + 8);
    const bool changed = std::any_of(added.begin(), added.end(),
                                     [&](const Change& c) { return before.IsChangedBy(c); });
    RC_ASSERT(changed || kept == before);
  }
}

}  // namespace
}  // namespace bangfu::reporting
