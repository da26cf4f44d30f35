#include "services/reporting/series.h"

#include <iterator>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bangfu/projects/v1/projects.pb.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/packed_days.h"
#include "tests/services/reporting/totals_of.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;

TEST(SeriesTest, FactOfAProjectIsInThreeScopesWithAndWithoutItsFacet) {
  std::vector<std::string> keys;
  for (const SeriesKey& key : SeriesOf({"cetc-2020", v1::FACT_KIND_RETURNED_HOME,
                                        projects::v1::PILLAR_INDUSTRY, "cattle", "WORKER"})) {
    keys.push_back(key.scope + " " + key.facet);
  }
  EXPECT_THAT(keys, ElementsAre("programme ", "programme WORKER", "pillar/PILLAR_INDUSTRY ",
                                "pillar/PILLAR_INDUSTRY WORKER", "project/cattle ",
                                "project/cattle WORKER"));
}

TEST(SeriesTest, FactOfTheRegisterIsInTheRegisterAlone) {
  const std::vector<SeriesKey> keys =
      SeriesOf({.programme = "", .kind = v1::FACT_KIND_HOUSEHOLD_LIFTED});
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys[0].scope, kRegisterScope);
}

TEST(SeriesTest, TotalsStayWithinTheirRange) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(AddClamped(kMax, 1), kMax);
  EXPECT_EQ(AddClamped(-kMax, -1), -kMax);
  EXPECT_EQ(AddClamped(kMax, -kMax), 0);
}

RC_GTEST_PROP(SeriesTest, AsOfIsTheSumOfTheDeltasUpToTheDay, ()) {
  using Step = std::pair<int, int>;  // day, sum
  const auto steps = *rc::gen::container<std::vector<Step>>(
      // Close to each other, and far apart.
      rc::gen::pair(rc::gen::oneOf(rc::gen::inRange(-70, 15), rc::gen::inRange(-70, 300)),
                    rc::gen::inRange(-5, 6)));
  Series series(SeriesKey{});
  for (size_t i = 0; i < steps.size();) {
    const size_t count = *rc::gen::inRange<size_t>(1, steps.size() - i + 1);
    DayDeltas deltas;
    for (size_t j = i; j < i + count; ++j) {
      deltas[steps[j].first] += {.count = 1, .sum = steps[j].second};
    }
    series = Series(series, deltas);
    i += count;
  }
  for (int day = -71; day <= 300; ++day) {
    Totals expected;
    for (const Step& step : steps) {
      if (step.first <= day) expected += {.count = 1, .sum = step.second};
    }
    RC_ASSERT(series.AsOf(day) == expected);
  }
}

TEST(SeriesTest, StoredBlocksMakeTheSameSeries) {
  DayDeltas first{{-3, {.sum = 1}}, {5, {.sum = 20}}, {9, {.sum = 300}}};
  DayDeltas second{{64, {.sum = 4000}}};
  const Series whole(Series(Series(SeriesKey{}), first), second);
  Series loaded(SeriesKey{});
  std::string before_1970, block_0, block_1;
  ASSERT_TRUE(AppendDays("", first.begin(), std::next(first.begin()), before_1970).ok());
  ASSERT_TRUE(AppendDays("", std::next(first.begin()), first.end(), block_0).ok());
  ASSERT_TRUE(AppendDays("", second.begin(), second.end(), block_1).ok());
  ASSERT_TRUE(loaded.Append(-1, before_1970).ok());
  ASSERT_TRUE(loaded.Append(0, block_0).ok());
  EXPECT_TRUE(absl::IsDataLoss(loaded.Append(0, block_0)));
  EXPECT_TRUE(absl::IsDataLoss(loaded.Append(1, "\x7f")));
  ASSERT_TRUE(loaded.Append(1, block_1).ok());
  for (int32_t day = -70; day < 140; ++day) EXPECT_EQ(loaded.AsOf(day), whole.AsOf(day)) << day;
  EXPECT_EQ(loaded.AsOf(64).sum, 4321);
}

CountyUpdate Update(const std::string& scope, const std::string& facet, int day) {
  CountyUpdate update{.county = "510524"};
  update.deltas[{"p", scope, v1::FACT_KIND_POSTING, facet}][day] = {.count = 1};
  return update;
}

TEST(CountySnapshotTest, UpdateLeavesTheSnapshotBeforeAsItWas) {
  const CountySnapshot empty("510524");
  const CountySnapshot first(empty, Update("programme", "K01", 5));
  const CountySnapshot second(first, Update("programme", "K01", 7));
  const SeriesKey key{"p", "programme", v1::FACT_KIND_POSTING, "K01"};
  EXPECT_EQ(TotalsOf(empty, key, 9).count, 0);
  EXPECT_EQ(TotalsOf(first, key, 9).count, 1);
  EXPECT_EQ(TotalsOf(second, key, 9).count, 2);
  EXPECT_EQ(TotalsOf(second, key, 6).count, 1);
}

TEST(CountySnapshotTest, FacetsAreThoseOfTheScopeAndKind) {
  CountySnapshot snapshot("510524");
  for (const auto& [scope, facet] : {std::pair("programme", "K02"),
                                     {"programme", ""},
                                     {"programme", "K01"},
                                     {"project/x", "K03"}}) {
    snapshot = CountySnapshot(snapshot, Update(scope, facet, 5));
  }
  std::vector<std::string> facets;
  for (const SeriesPtr& series :
       FacetsOf(snapshot.OfScope("p", "programme"), v1::FACT_KIND_POSTING)) {
    facets.push_back(series->key().facet);
  }
  EXPECT_THAT(facets, ElementsAre("K01", "K02"));
}

}  // namespace
}  // namespace bangfu::reporting
