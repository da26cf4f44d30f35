#include "tests/bench/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bench/by_size.h"

namespace bangfu::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> NamesOf(const Results& results) {
  std::vector<std::string> names;
  for (const Result& result : results) names.push_back(result.name);
  return names;
}

TEST(Requirement, ARatioIsAskedOfTheRatio) {
  EXPECT_EQ(RequirementOf("sheet_vs_sql"), "ratio >= 1000");
  EXPECT_EQ(Reaches({.name = "sheet_vs_sql", .value = 999, .baseline = 1}), false);
  EXPECT_EQ(Reaches({.name = "sheet_vs_sql", .value = 1000, .baseline = 1}), true);
}

TEST(Requirement, ALineWithoutAValueIsNotJudged) {
  EXPECT_EQ(Reaches({.name = "start_s"}), std::nullopt);
  EXPECT_EQ(Reaches({.name = "sheet_vs_sql", .value = 1000}), std::nullopt);
}

TEST(Requirement, ARateIsAskedOnlyOfAMachineWhoseBaselineIsFast) {
  EXPECT_EQ(RequirementOf("import_sqlite_rate"), "value >= 120000 where baseline >= 150000");
  EXPECT_EQ(Reaches({.name = "import_sqlite_rate", .value = 90'000, .baseline = 149'000}),
            std::nullopt);
  EXPECT_EQ(Reaches({.name = "import_sqlite_rate", .value = 119'000, .baseline = 150'000}), false);
  EXPECT_EQ(Reaches({.name = "import_sqlite_rate", .value = 120'000, .baseline = 150'000}), true);
}

TEST(Growth, ALineGrowsLikeItselfOrLikeTheOneThatStandsForIt) {
  EXPECT_EQ(GrowthOf("explain_p50").like, "explain_p50");
  EXPECT_EQ(GrowthOf("import_sqlite_rate").like, "import_sqlite");
  EXPECT_EQ(GrowthOf("sheet_national").like, "");
  EXPECT_THAT(GrowthOf("sheet_national").why, HasSubstr("one size"));
}

TEST(BySize, TheLargestStandsUnderItsOwnNameBeforeAllSizes) {
  const Results results = ArrangeBySize({{{.name = "start_s", .value = 1, .households = 10}},
                                         {{.name = "start_s", .value = 2, .households = 100}}});
  EXPECT_THAT(NamesOf(results), ElementsAre("start_s", "start_s@10", "start_s@100"));
  EXPECT_EQ(results.front().value, 2);
}

TEST(BySize, ALineThatIsMeasuredElsewhereTooStandsOnlyWithItsSize) {
  const Results results =
      ArrangeBySize({{{.name = "import_sqlite", .households = 10, .by_size_alone = true}}});
  EXPECT_THAT(NamesOf(results), ElementsAre("import_sqlite@10"));
}

TEST(BySize, ASizeThatIsLeftOutSaysWhy) {
  const Result line = LeftOut("sheet_moved_p50", 30'000'000, "wants 200 GiB of disk");
  EXPECT_EQ(line.name, "sheet_moved_p50@30000000");
  EXPECT_EQ(line.size, "30,000,000 households");
  EXPECT_EQ(line.note, "not measured: wants 200 GiB of disk");
  EXPECT_EQ(line.value, std::nullopt);
}

}  // namespace
}  // namespace bangfu::bench
