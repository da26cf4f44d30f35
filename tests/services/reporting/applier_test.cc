#include "services/reporting/applier.h"

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

const Journals::Key kPostings{"projects", kXuyong};

// One writer, which is kept busy until Release(), so that batches wait together.
class ApplierTest : public ::testing::Test {
 protected:
  ApplierTest() {
    EXPECT_EQ(sql::Migrate(*database_.Open(), Migrations()), absl::OkStatus());
    for (int i = 0; i < 10; ++i) {
      journals_.Record(kXuyong, PostingEvent(kXuyong, "K" + std::to_string(i), "2013-01-01"));
    }
  }
  ~ApplierTest() override {
    Release();
    if (refresher_) refresher_->Stop();
    executor_.reset();  // its jobs use the others
  }

  void Start(size_t writes_waiting_max) {
    auto executor = sql::Executor::Start(database_.factory(),
                                         {.readers = 1, .writes_waiting_max = writes_waiting_max});
    ASSERT_TRUE(executor.ok()) << executor.status();
    executor_ = *std::move(executor);
    refresher_ =
        std::make_unique<Refresher>(*executor_, Sharing::kAlone, snapshots_, progress_, [] {});
    applier_ = std::make_unique<Applier>(*executor_, snapshots_, progress_, *refresher_);
    absl::Notification busy;
    const auto job = [&busy, this](sql::Connection&) {
      busy.Notify();
      released_.WaitForNotification();
      return absl::OkStatus();
    };
    ASSERT_TRUE(executor_->Write({.partition = kXuyong}, job, [](const absl::Status&) {}).ok());
    busy.WaitForNotification();
  }
  void Release() {
    if (!released_.HasBeenNotified()) released_.Notify();
  }

  EntryBatch Batch(size_t first, size_t count) const {
    return std::make_shared<journal::v1::StreamEntriesResponse>(
        journals_.Batch(kPostings, first, count));
  }
  // What comes of the batch.
  std::future<absl::Status> Apply(EntryBatch batch) {
    auto done = std::make_shared<std::promise<absl::Status>>();
    std::future<absl::Status> outcome = done->get_future();
    applier_->Apply("projects", std::move(batch),
                    [done](absl::Status status) { done->set_value(std::move(status)); });
    return outcome;
  }
  int64_t Applied() const { return snapshots_.Find(kXuyong)->SizeOf("projects"); }

  sql::TestDatabase database_;
  Journals journals_;
  Snapshots snapshots_{{}};
  Progress progress_{snapshots_};
  absl::Notification released_;
  std::unique_ptr<sql::Executor> executor_;
  std::unique_ptr<Refresher> refresher_;
  std::unique_ptr<Applier> applier_;
};

TEST_F(ApplierTest, BatchesThatWaitTogetherAreAllApplied) {
  Start(/*writes_waiting_max=*/16);
  std::vector<std::future<absl::Status>> outcomes;
  for (const size_t first : {0, 4, 7}) outcomes.push_back(Apply(Batch(first, 4)));
  Release();
  for (std::future<absl::Status>& outcome : outcomes) EXPECT_EQ(outcome.get(), absl::OkStatus());
  EXPECT_EQ(Applied(), 10);
}

TEST_F(ApplierTest, BatchThatCannotBeReadFailsWithThoseBehindIt) {
  Start(/*writes_waiting_max=*/16);
  const EntryBatch spoilt = Batch(3, 3);
  spoilt->set_entries(1, "\xff\xff");
  std::future<absl::Status> before = Apply(Batch(0, 3));
  std::future<absl::Status> amid = Apply(spoilt);
  std::future<absl::Status> behind = Apply(Batch(6, 4));
  Release();
  EXPECT_EQ(before.get(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(amid.get()), "UNREADABLE_ENTRY");
  EXPECT_EQ(ReasonOf(behind.get()), "UNREADABLE_ENTRY");
  EXPECT_EQ(Applied(), 3);
}

TEST_F(ApplierTest, BatchThatTheQueueHasNoRoomForIsRefusedAlone) {
  Start(/*writes_waiting_max=*/1);
  std::future<absl::Status> waiting = Apply(Batch(0, 3));
  std::future<absl::Status> refused = Apply(Batch(3, 3));
  EXPECT_EQ(refused.get().code(), absl::StatusCode::kResourceExhausted);
  Release();
  EXPECT_EQ(waiting.get(), absl::OkStatus());
  EXPECT_EQ(Applied(), 3);
}

}  // namespace
}  // namespace bangfu::reporting
