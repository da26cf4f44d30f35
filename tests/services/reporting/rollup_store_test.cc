// Roll-ups by block, on each backend.
#include "services/reporting/rollup_store.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/sql/query.h"
#include "services/reporting/number_store.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;

const SeriesKey kWageSeries{"p", "programme", v1::FACT_KIND_WAGE, ""};
const SeriesKey kPostings{"p", "programme", v1::FACT_KIND_POSTING, ""};

class RollupStoreTest : public ::testing::Test {
 protected:
  // Returns which of the blocks were new.
  std::vector<bool> Add(const SeriesDeltas& deltas, const std::string& county = kXuyong) {
    const auto numbers = NumberSeries(connection(), county, deltas);
    EXPECT_TRUE(numbers.ok()) << numbers.status();
    const auto blocks = AddToBlocks(connection(), county, deltas, *numbers);
    EXPECT_TRUE(blocks.ok()) << blocks.status();
    EXPECT_EQ(SaveBlocks(connection(), county, *blocks), absl::OkStatus());
    std::vector<bool> are_new;
    for (const ChangedBlock& block : *blocks) are_new.push_back(block.is_new);
    return are_new;
  }
  std::vector<SeriesPtr> Load(const std::string& county = kXuyong) {
    auto loaded = LoadSeries(connection(), county);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return *std::move(loaded);
  }
  sql::Connection& connection() { return reporting_.connection(); }

  Reporting reporting_;
};

TEST_F(RollupStoreTest, DeltasAddUpWithinABlockAndBesideIt) {
  EXPECT_THAT(Add({{kWageSeries, {{5, {.sum = 10}}, {200, {.sum = 1}}}}}), ElementsAre(true, true));
  EXPECT_THAT(Add({{kWageSeries, {{5, {.sum = 20}}, {6, {.sum = 300}}, {70, {.sum = 4000}}}}}),
              ElementsAre(false, true));
  const std::vector<SeriesPtr> loaded = Load();
  ASSERT_EQ(loaded.size(), 1u);
  EXPECT_EQ(loaded[0]->AsOf(4).sum, 0);
  EXPECT_EQ(loaded[0]->AsOf(5).sum, 30);
  EXPECT_EQ(loaded[0]->AsOf(69).sum, 330);
  EXPECT_EQ(loaded[0]->AsOf(199).sum, 4330);
  EXPECT_EQ(loaded[0]->AsOf(200).sum, 4331);
}

TEST_F(RollupStoreTest, RollUpsAreLoadedByKeyNotByNumber) {
  Add({{kWageSeries, {{5, {.count = 1}}}}});
  Add({{kPostings, {{5, {.count = 2}}}}});
  std::vector<SeriesKey> keys;
  for (const SeriesPtr& series : Load()) keys.push_back(series->key());
  EXPECT_THAT(keys,
              ElementsAre(std::min(kWageSeries, kPostings), std::max(kWageSeries, kPostings)));
}

TEST_F(RollupStoreTest, CountiesHaveRollUpsOfTheirOwn) {
  Add({{kWageSeries, {{5, {.count = 1}}}}});
  EXPECT_THAT(Add({{kWageSeries, {{5, {.count = 7}}}}}, kSuide), ElementsAre(true));
  EXPECT_EQ(Load()[0]->AsOf(5).count, 1);
  EXPECT_EQ(Load(kSuide)[0]->AsOf(5).count, 7);
}

TEST_F(RollupStoreTest, BlockThatIsNotReadableIsDataLoss) {
  Add({{kWageSeries, {{5, {.count = 1}}}}});
  ASSERT_EQ(sql::RunOnce(connection(), "UPDATE rollup SET days = ?1", sql::Blob("\x7f")),
            absl::OkStatus());
  EXPECT_TRUE(absl::IsDataLoss(LoadSeries(connection(), kXuyong).status()));
  const SeriesDeltas deltas{{kWageSeries, {{5, {.count = 1}}}}};
  EXPECT_TRUE(
      absl::IsDataLoss(AddToBlocks(connection(), kXuyong, deltas, std::array{1L}).status()));
}

TEST_F(RollupStoreTest, BlockOfASeriesThatIsNotThereIsDataLoss) {
  Add({{kWageSeries, {{5, {.count = 1}}}}});
  ASSERT_TRUE(connection().Execute("DELETE FROM series").ok());
  EXPECT_TRUE(absl::IsDataLoss(LoadSeries(connection(), kXuyong).status()));
}

}  // namespace
}  // namespace bangfu::reporting
