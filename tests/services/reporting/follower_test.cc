#include "services/reporting/follower.h"

#include <atomic>
#include <deque>
#include <functional>
#include <future>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/server/client_channel.h"
#include "services/common/sql/sqlite_connection.h"
#include "tests/services/common/eventually.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/reporting/fake_journal.h"
#include "tests/services/reporting/totals_of.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FollowerTest : public ::testing::Test {
 protected:
  FollowerTest() {
    EXPECT_EQ(sql::Migrate(*database_.Open(), Migrations()), absl::OkStatus());
    auto executor = sql::Executor::Start(database_.factory(), {.readers = 1});
    EXPECT_TRUE(executor.ok());
    executor_ = *std::move(executor);
    refresher_ = std::make_unique<Refresher>(*executor_, Sharing::kAlone, snapshots_, progress_,
                                             [this] { follower_->BeginAnew(); });
    applier_ = std::make_unique<Applier>(*executor_, snapshots_, progress_, *refresher_);
    Follow();
  }

  void Follow() { Follow(source_.address(), Applying()); }

  void Follow(const std::string& address, ApplyBatch apply) {
    follower_ = std::make_unique<Follower>(
        "projects", server::MakeChannel(address), std::move(apply), snapshots_,
        FollowOptions{.backoff = {.min = absl::Milliseconds(1), .max = absl::Milliseconds(5)}});
  }

  ApplyBatch Applying() { return std::bind_front(&Applier::Apply, applier_.get()); }

  void Record(const std::string& county, int count) {
    for (int i = 0; i < count; ++i) {
      source_.Record(county, PostingEvent(county, "K" + std::to_string(i), "2013-01-01"));
    }
  }

  // Waits until all that the source has of the county is applied.
  void AwaitAll(const std::string& county) {
    journal::v1::JournalPosition position;
    position.set_journal("projects");
    position.set_county(county);
    position.set_size(source_.SizeOf(county));
    std::promise<absl::Status> reached;
    progress_.Await({position}, absl::Now() + absl::Seconds(20), nullptr,
                    [&](absl::Status status) { reached.set_value(std::move(status)); });
    const absl::Status status = reached.get_future().get();
    ASSERT_TRUE(status.ok()) << status << follower_->State().last_error();
  }

  int64_t Posted(const std::string& county) {
    const CountySnapshotPtr snapshot = snapshots_.Find(county);
    const SeriesKey key{"cetc-2020", "programme", v1::FACT_KIND_POSTING, ""};
    return snapshot ? TotalsOf(*snapshot, key, date::kLatest.days).count : 0;
  }

  sql::TestDatabase database_;
  FakeJournal source_{"projects"};
  Snapshots snapshots_{{}};
  Progress progress_{snapshots_};
  std::unique_ptr<sql::Executor> executor_;
  std::unique_ptr<Refresher> refresher_;
  std::unique_ptr<Applier> applier_;
  std::unique_ptr<Follower> follower_;
};

TEST_F(FollowerTest, AppliesWhatIsThereAndWhatComesLater) {
  Record(kXuyong, 40);
  Record(kSuide, 1);
  follower_->Start();
  AwaitAll(kXuyong);
  AwaitAll(kSuide);
  Record(kSuide, 10);
  AwaitAll(kSuide);
  EXPECT_EQ(Posted(kXuyong), 40);
  EXPECT_EQ(Posted(kSuide), 11);
  EXPECT_EQ(source_.requests().size(), 1u);
  EXPECT_TRUE(follower_->State().connected());
  EXPECT_EQ(follower_->State().last_error(), "");
}

TEST_F(FollowerTest, StreamThatBreaksGoesOnWhereItStood) {
  source_.BreakStreams(3);
  Record(kXuyong, 20);
  follower_->Start();
  AwaitAll(kXuyong);
  EXPECT_EQ(Posted(kXuyong), 20);
  const auto requests = source_.requests();
  ASSERT_GE(requests.size(), 2u);
  EXPECT_EQ(requests[0].positions_size(), 0);
  ASSERT_EQ(requests[1].positions_size(), 1);
  EXPECT_EQ(requests[1].positions(0).size(), 3);
  EXPECT_EQ(follower_->State().last_error(), "");  // it is over
}

TEST_F(FollowerTest, NewFollowerBeginsWhereTheDatabaseIs) {
  Record(kXuyong, 5);
  follower_->Start();
  AwaitAll(kXuyong);
  follower_->Stop();
  Record(kXuyong, 5);
  Follow();
  follower_->Start();
  AwaitAll(kXuyong);
  EXPECT_EQ(Posted(kXuyong), 10);
  EXPECT_EQ(source_.requests().back().positions(0).size(), 5);
}

TEST_F(FollowerTest, AsksForItsShardsAloneFromThenOn) {
  Record(kXuyong, 5);
  follower_->Start();
  AwaitAll(kXuyong);
  EXPECT_FALSE(source_.requests().back().has_shards());
  follower_->FollowShards({3, 61});
  ASSERT_TRUE(Eventually([&] { return source_.requests().size() == 2; }));
  const journal::v1::StreamEntriesRequest second = source_.requests().back();
  EXPECT_EQ(second.shards().shard_count(), 64);
  EXPECT_THAT(second.shards().shards(), ElementsAre(3, 61));
  EXPECT_EQ(second.positions(0).size(), 5);
  EXPECT_EQ(follower_->State().last_error(), "");
  EXPECT_THAT(follower_->State().shards().shards(), ElementsAre(3, 61));
}

TEST_F(FollowerTest, WhatTheDatabaseLostIsFollowedAgainThoughNothingIsRecorded) {
  Record(kXuyong, 12);
  follower_->Start();
  AwaitAll(kXuyong);
  const auto connection = database_.Open();
  for (const auto& [table, rows] : database_.Dump(*connection)) {
    if (table == "schema_version") continue;
    ASSERT_EQ(connection->Execute("DELETE FROM " + table), absl::OkStatus());
  }
  refresher_->Wake();
  EXPECT_TRUE(Eventually([&] { return source_.requests().size() == 2; }));
  AwaitAll(kXuyong);
  EXPECT_EQ(source_.requests().back().positions_size(), 0);
  EXPECT_EQ(Posted(kXuyong), 12);
}

TEST_F(FollowerTest, CountyWithAnUnreadableEntryStandsStillAndOthersGoOn) {
  Record(kXuyong, 8);
  source_.Spoil(kXuyong, 4);
  Record(kSuide, 8);
  follower_->Start();
  AwaitAll(kSuide);
  EXPECT_EQ(Posted(kSuide), 8);
  EXPECT_EQ(Posted(kXuyong), 3);
  EXPECT_THAT(follower_->State().last_error(), HasSubstr("entry 4 of the projects journal"));
  EXPECT_EQ(source_.requests().size(), 1u);
}

TEST_F(FollowerTest, ServiceThatIsNotThereIsTriedAgainUntilStop) {
  Follow("127.0.0.1:1", Applying());
  follower_->Start();
  EXPECT_TRUE(Eventually([&] { return !follower_->State().last_error().empty(); }));
  EXPECT_FALSE(follower_->State().connected());
  follower_->Stop();
}

TEST_F(FollowerTest, NoBatchOvertakesAnotherThatIsBeingHandedOver) {
  Record(kXuyong, 6);  // two batches
  absl::Notification overtaken;
  std::atomic<int> handed_over = 0;
  Follow(source_.address(), [&](const std::string& journal, EntryBatch batch, auto done) {
    // The first dawdles. That the second never comes meanwhile cannot be waited for; when it may
    // come, it does so at once.
    if (handed_over++ == 0) {
      overtaken.WaitForNotificationWithTimeout(absl::Milliseconds(200));
    } else if (!overtaken.HasBeenNotified()) {
      overtaken.Notify();
    }
    applier_->Apply(journal, std::move(batch), std::move(done));
  });
  follower_->Start();
  AwaitAll(kXuyong);
  EXPECT_EQ(source_.requests().size(), 1u);
  EXPECT_EQ(follower_->State().last_error(), "");
  follower_.reset();
}

// Batches that are kept from being applied until they are let go.
class HeldBatches {
 public:
  explicit HeldBatches(ApplyBatch apply) : apply_(std::move(apply)) {}

  void Take(const std::string& journal, EntryBatch batch, std::function<void(absl::Status)> done) {
    const absl::MutexLock lock(&mutex_);
    ++taken_;
    held_.push_back([this, journal, batch = std::move(batch), done = std::move(done)] {
      apply_(journal, batch, done);
    });
    if (let_go_) LetHeldGo();
  }
  void LetOneGo() {
    const absl::MutexLock lock(&mutex_);
    held_.front()();
    held_.pop_front();
  }
  void LetAllGo() {
    const absl::MutexLock lock(&mutex_);
    let_go_ = true;
    LetHeldGo();
  }
  bool AwaitTaken(int count, absl::Duration patience) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [this, count] { return taken_ >= count; };
    return mutex_.AwaitWithTimeout(absl::Condition(&enough), patience);
  }

 private:
  void LetHeldGo() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (; !held_.empty(); held_.pop_front()) held_.front()();
  }

  const ApplyBatch apply_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> held_ ABSL_GUARDED_BY(mutex_);
  int taken_ ABSL_GUARDED_BY(mutex_) = 0;
  bool let_go_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST_F(FollowerTest, NoMoreThanSixteenBatchesOrEightThousandEntriesAreOnTheirWay) {
  const struct {
    std::string county;
    int entries_each;
    int batches_max;
  } cases[] = {{kXuyong, 3, 16}, {kSuide, 2000, 4}};
  for (const auto& one : cases) {
    Record(one.county, one.entries_each * (one.batches_max + 2));
    source_.SendBatchesOf(static_cast<size_t>(one.entries_each));
    HeldBatches held(Applying());
    Follow(source_.address(), [&held](const std::string& journal, EntryBatch batch, auto done) {
      held.Take(journal, std::move(batch), std::move(done));
    });
    follower_->Start();
    EXPECT_TRUE(held.AwaitTaken(one.batches_max, absl::Seconds(20)));
    // That no more come cannot be waited for; if they may, they do so at once.
    EXPECT_FALSE(held.AwaitTaken(one.batches_max + 1, absl::Milliseconds(200)));
    held.LetOneGo();
    EXPECT_TRUE(held.AwaitTaken(one.batches_max + 1, absl::Seconds(20)));
    held.LetAllGo();
    AwaitAll(one.county);
    follower_->Stop();
  }
  follower_.reset();
}

TEST_F(FollowerTest, StopsAtAnyMoment) {
  Record(kXuyong, 200);
  for (int i = 0; i < 10; ++i) {
    Follow();
    follower_->Start();
    if (i % 2 == 1) AwaitAll(kXuyong);
    follower_->Stop();
    Record(kXuyong, 10);
  }
  follower_.reset();
  EXPECT_EQ(Posted(kXuyong), snapshots_.Find(kXuyong)->SizeOf("projects"));
}

}  // namespace
}  // namespace bangfu::reporting
