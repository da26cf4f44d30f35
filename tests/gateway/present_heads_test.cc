#include "gateway/present_heads.h"

#include <gtest/gtest.h>

namespace bangfu::gateway {
namespace {

absl::Time At(int second) { return absl::UnixEpoch() + absl::Seconds(second); }

journal::v1::WatchHeadsResponse Told(std::vector<std::pair<std::string, int64_t>> heads) {
  journal::v1::WatchHeadsResponse told;
  for (const auto& [county, size] : heads) {
    journal::v1::JournalPosition& position = *told.add_positions();
    position.set_county(county);
    position.set_size(size);
  }
  return told;
}

class PresentHeadsTest : public ::testing::Test {
 protected:
  PresentHeads heads_;
  const PresentHeads::CopyId households_ = heads_.AddCopy(Source::kHouseholds);
  const PresentHeads::CopyId projects_ = heads_.AddCopy(Source::kProjects);
  const PresentHeads::CopyId reporting_ = heads_.AddCopy(Source::kReporting);

  void TakeAll() {
    heads_.Take(households_, Told({{"510524", 3}}), true, At(10));
    heads_.Take(projects_, Told({{"510524", 7}}), true, At(20));
    heads_.Serve(reporting_);
  }
};

TEST_F(PresentHeadsTest, AreCompleteWhileEveryPromiseHolds) {
  EXPECT_FALSE(heads_.At(At(0)).complete);
  heads_.Take(households_, Told({}), true, At(10));
  heads_.Take(projects_, Told({}), true, At(20));
  EXPECT_FALSE(heads_.At(At(0)).complete);
  heads_.Serve(reporting_);
  EXPECT_TRUE(heads_.At(At(9)).complete);
  EXPECT_FALSE(heads_.At(At(10)).complete);
  heads_.Take(households_, Told({}), false, At(15));
  EXPECT_TRUE(heads_.At(At(14)).complete);
  heads_.Lose(reporting_);
  EXPECT_FALSE(heads_.At(At(14)).complete);
}

TEST_F(PresentHeadsTest, WithoutAnybodyWatchedNothingIsComplete) {
  EXPECT_FALSE(PresentHeads().At(At(0)).complete);
}

TEST_F(PresentHeadsTest, AreComparedBySourceAndCounty) {
  TakeAll();
  EXPECT_TRUE(heads_.AreAt({{Source::kHouseholds, "510524", 3}, {Source::kProjects, "510524", 7}}));
  EXPECT_TRUE(heads_.AreAt({{Source::kHouseholds, "610826", 0}}));
  EXPECT_FALSE(heads_.AreAt({{Source::kHouseholds, "510524", 7}}));
  EXPECT_FALSE(heads_.AreAt({{Source::kProjects, "610826", 1}}));
}

TEST_F(PresentHeadsTest, WhatHasGrownIsToldAsItIsNow) {
  TakeAll();
  EXPECT_TRUE(heads_.GrownSince({{Source::kHouseholds, "510524", 3}}).empty());
  EXPECT_TRUE(heads_.GrownSince({{Source::kProjects, "510524", 8}}).empty());  // another log, then
  const std::vector<HeadSize> grown = {{Source::kProjects, "510524", 7}};
  EXPECT_EQ(heads_.GrownSince({{Source::kHouseholds, "510524", 3},
                               {Source::kProjects, "510524", 5},
                               {Source::kProjects, "610826", 0}}),
            grown);
}

TEST_F(PresentHeadsTest, OfSeveralCopiesTheLargestSizeCounts) {
  const PresentHeads::CopyId other = heads_.AddCopy(Source::kProjects);
  TakeAll();
  heads_.Take(other, Told({{"510524", 8}}), true, At(20));
  EXPECT_TRUE(heads_.AreAt({{Source::kProjects, "510524", 8}}));
  heads_.Take(projects_, Told({{"510524", 9}}), false, At(20));
  EXPECT_TRUE(heads_.AreAt({{Source::kProjects, "510524", 9}}));
}

TEST_F(PresentHeadsTest, AnyMoveIsAnotherVersionAndARenewalIsNot) {
  TakeAll();
  const PresentHeads::Moment before = heads_.At(At(0));
  heads_.Take(projects_, Told({}), false, At(30));
  EXPECT_EQ(heads_.At(At(0)), before);
  heads_.Take(projects_, Told({{"610826", 1}}), false, At(30));
  EXPECT_NE(heads_.At(At(0)).version, before.version);
  EXPECT_EQ(heads_.At(At(0)).generation, before.generation);
}

TEST_F(PresentHeadsTest, WhatAnotherCopyToldAlreadyIsNoMove) {
  const PresentHeads::CopyId other = heads_.AddCopy(Source::kProjects);
  TakeAll();
  heads_.Take(other, Told({{"510524", 7}}), true, At(20));
  heads_.Take(other, Told({{"510524", 8}}), false, At(20));
  const PresentHeads::Moment before = heads_.At(At(0));
  heads_.Take(projects_, Told({{"510524", 8}}), false, At(20));
  EXPECT_EQ(heads_.At(At(0)), before);
  heads_.Take(households_, Told({{"510524", 8}}), false, At(20));  // of another log
  EXPECT_NE(heads_.At(At(0)).version, before.version);
}

TEST_F(PresentHeadsTest, ACopyThatComesAgainBeginsAnotherGenerationAndCountsAnew) {
  TakeAll();
  const PresentHeads::Moment before = heads_.At(At(0));
  heads_.Lose(projects_);
  heads_.Take(projects_, Told({{"510524", 2}}), true, At(30));
  EXPECT_NE(heads_.At(At(0)).generation, before.generation);
  EXPECT_TRUE(heads_.AreAt({{Source::kProjects, "510524", 2}}));
}

}  // namespace
}  // namespace bangfu::gateway
