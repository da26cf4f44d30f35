#include "services/reporting/snapshots.h"

#include <memory>
#include <utility>

#include <gtest/gtest.h>

namespace bangfu::reporting {
namespace {

constexpr const char* kCounty = "510524";

CountyUpdate Update(int64_t size_before, int64_t size_after) {
  CountyUpdate update{.county = kCounty, .size_before = size_before, .size_after = size_after};
  update.heads["projects"].size = size_after;
  return update;
}

CountySnapshotPtr Snapshot(int64_t size) {
  return std::make_shared<const CountySnapshot>(CountySnapshot(kCounty), Update(0, size));
}

TEST(SnapshotsTest, CommitThatFollowsIsPublished) {
  Snapshots snapshots({});
  EXPECT_TRUE(snapshots.Publish(Update(0, 3)));
  EXPECT_TRUE(snapshots.Publish(Update(3, 5)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 5);
}

TEST(SnapshotsTest, CommitBehindEntriesOfAnotherProcessChangesNothing) {
  Snapshots snapshots({Snapshot(3)});
  EXPECT_FALSE(snapshots.Publish(Update(4, 5)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 3);
}

TEST(SnapshotsTest, BatchThatAnotherProcessAppliedWholeIsNoCommitThatFollows) {
  Snapshots snapshots({Snapshot(3)});
  EXPECT_FALSE(snapshots.Publish(Update(7, 7)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 3);
}

TEST(SnapshotsTest, CommitOfACountyThatIsOnlyKnownToOthersChangesNothing) {
  Snapshots snapshots({});
  EXPECT_FALSE(snapshots.Publish(Update(4, 5)));
  EXPECT_EQ(snapshots.Find(kCounty), nullptr);
}

TEST(SnapshotsTest, CommitThatWasReadAlreadyIsKnown) {
  Snapshots snapshots({Snapshot(6)});
  EXPECT_TRUE(snapshots.Publish(Update(4, 5)));
  EXPECT_TRUE(snapshots.Publish(Update(5, 6)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 6);
}

TEST(SnapshotsTest, CommitThatWasReadInPartIsRefused) {
  Snapshots snapshots({Snapshot(4)});
  EXPECT_FALSE(snapshots.Publish(Update(3, 6)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 4);
}

TEST(SnapshotsTest, ReplacementIsTakenWhileNothingElseCameMeanwhile) {
  Snapshots snapshots({});
  EXPECT_TRUE(snapshots.Replace(nullptr, Snapshot(4)));
  EXPECT_FALSE(snapshots.Replace(nullptr, Snapshot(5)));
  const CountySnapshotPtr before = snapshots.Find(kCounty);
  EXPECT_EQ(before->size(), 4);
  EXPECT_TRUE(snapshots.Publish(Update(4, 6)));
  EXPECT_FALSE(snapshots.Replace(before, Snapshot(5)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 6);
  EXPECT_TRUE(snapshots.Replace(snapshots.Find(kCounty), Snapshot(3)));
  EXPECT_EQ(snapshots.Find(kCounty)->size(), 3);
}

}  // namespace
}  // namespace bangfu::reporting
