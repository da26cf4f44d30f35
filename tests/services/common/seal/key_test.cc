#include "services/common/seal/key.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "services/common/seal/seal.h"

namespace bangfu::seal {
namespace {

constexpr std::string_view kHousehold = "counties/510524/households/H0001";

Key TestKey(std::string_view purpose) {
  SeededEntropy entropy("key_test");
  return Key::Generate(entropy, purpose);
}

TEST(Key, IsThirtyTwoBytes) {
  EXPECT_TRUE(Key::FromBytes(std::string(32, 'k')).ok());
  EXPECT_EQ(Key::FromBytes(std::string(31, 'k')).status(),
            absl::InvalidArgumentError("found a key of 31 bytes, expected 32"));
}

TEST(Key, LeavesNothingWhereItWasMovedFrom) {
  const Key zeros = *Key::FromBytes(std::string(32, '\0'));
  Key first = TestKey("a");
  const Key second = std::move(first);
  EXPECT_EQ(first, zeros);  // NOLINT(bugprone-use-after-move): it is what this is about
  EXPECT_EQ(second, TestKey("a"));
}

TEST(Key, DoesNotPrint) { EXPECT_EQ(testing::PrintToString(TestKey("a")), "<key>"); }

TEST(CountyKey, DiffersByMasterAndCounty) {
  EXPECT_EQ(CountyKey(TestKey("m"), "510524"), CountyKey(TestKey("m"), "510524"));
  EXPECT_FALSE(CountyKey(TestKey("m"), "510524") == CountyKey(TestKey("m"), "610826"));
  EXPECT_FALSE(CountyKey(TestKey("m"), "510524") == CountyKey(TestKey("n"), "510524"));
  EXPECT_FALSE(CountyKey(TestKey("m"), "510524") == TestKey("m"));
}

TEST(WrapKey, UnwrapsForItsHouseholdUnderItsCountyOnly) {
  const Key county = CountyKey(TestKey("m"), "510524");
  const std::string wrapped = WrapKey(county, kHousehold, TestKey("h"));
  EXPECT_EQ(*UnwrapKey(county, kHousehold, wrapped), TestKey("h"));
  EXPECT_FALSE(UnwrapKey(county, "counties/510524/households/H0002", wrapped).ok());
  EXPECT_FALSE(UnwrapKey(CountyKey(TestKey("m"), "610826"), kHousehold, wrapped).ok());
  EXPECT_FALSE(UnwrapKey(county, kHousehold, "").ok());
}

TEST(WrapKey, ASealedFieldIsNoWrappedKey) {
  const Key county = TestKey("c");
  const std::string field = Seal(county, kHousehold, std::string(32, 'x'));
  EXPECT_EQ(UnwrapKey(county, kHousehold, field).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace bangfu::seal
