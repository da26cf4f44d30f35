// Numbers of cells and series, on each backend.
#include "services/reporting/number_store.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/reporting/cells.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::vector<Fact> FactsIn(const std::vector<Cell>& cells) {
  std::vector<Fact> facts;
  facts.reserve(cells.size());
  for (const Cell& cell : cells) facts.push_back({.cell = cell});
  return facts;
}

class NumberStoreTest : public ::testing::Test {
 protected:
  NumberedCells Number(const std::vector<Cell>& cells, const std::string& county = kXuyong) {
    absl::StatusOr<NumberedCells> numbered =
        NumberedCells::Of(connection(), county, FactsIn(cells));
    EXPECT_TRUE(numbered.ok()) << numbered.status();
    return *std::move(numbered);
  }
  sql::Connection& connection() { return reporting_.connection(); }

  Reporting reporting_;
};

TEST_F(NumberStoreTest, CellKeepsItsNumberAndNewOnesGetOthers) {
  const int64_t first = Number({kWages}).NumberOf(kWages);
  const NumberedCells both = Number({kOtherWages, kWages, kOtherWages});
  EXPECT_EQ(both.NumberOf(kWages), first);
  EXPECT_NE(both.NumberOf(kOtherWages), first);
  EXPECT_EQ(*both.CellOf(first), kWages);
  EXPECT_EQ(both.NumberOf(kWagesElsewhere), 0);
}

TEST_F(NumberStoreTest, CountiesNumberByThemselves) {
  Number({kWages});
  EXPECT_EQ(Number({kOtherWages}, kSuide).NumberOf(kOtherWages), 1);
}

TEST_F(NumberStoreTest, CellsOfAKindAreListedByNumber) {
  const NumberedCells cells = Number({kWages, kOtherWages, kWagesElsewhere});
  const auto listed = ListCells(connection(), kXuyong, "p", v1::FACT_KIND_WAGE);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_THAT(*listed, UnorderedElementsAre(Pair(cells.NumberOf(kWages), kWages),
                                            Pair(cells.NumberOf(kOtherWages), kOtherWages)));
}

TEST_F(NumberStoreTest, SeriesAreNumberedInTheOrderOfTheDeltas) {
  const SeriesKey first{"p", "programme", v1::FACT_KIND_WAGE, ""};
  const SeriesKey second{"p", "project/cattle", v1::FACT_KIND_WAGE, ""};
  ASSERT_TRUE(NumberSeries(connection(), kXuyong, {{second, {}}}).ok());
  const auto numbers = NumberSeries(connection(), kXuyong, {{first, {}}, {second, {}}});
  ASSERT_TRUE(numbers.ok()) << numbers.status();
  EXPECT_THAT(*numbers, ElementsAre(2, 1));
  const auto listed = ListSeries(connection(), kXuyong);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_THAT(*listed, ElementsAre(Pair(1, second), Pair(2, first)));
}

TEST_F(NumberStoreTest, CellsAreFoundByTheirNumbers) {
  const int64_t number = Number({kWages}).NumberOf(kWages);
  NumberedCells others = Number({kOtherWages});
  EXPECT_EQ(others.CellOf(number), nullptr);
  ASSERT_EQ(others.Find({number}), absl::OkStatus());
  ASSERT_NE(others.CellOf(number), nullptr);
  EXPECT_EQ(*others.CellOf(number), kWages);
}

}  // namespace
}  // namespace bangfu::reporting
