#include "services/reporting/progress.h"

#include <future>

#include "absl/time/clock.h"
#include <gtest/gtest.h>

#include "services/common/status/errors.h"

namespace bangfu::reporting {
namespace {

class ProgressTest : public ::testing::Test {
 protected:
  static Positions Position(int64_t size) {
    journal::v1::JournalPosition position;
    position.set_journal("projects");
    position.set_county("510524");
    position.set_size(size);
    return {position};
  }

  std::future<absl::Status> Await(int64_t size, absl::Duration patience = absl::Minutes(1),
                                  sql::CancellationPtr cancellation = nullptr) {
    auto promise = std::make_shared<std::promise<absl::Status>>();
    progress_.Await(Position(size), absl::Now() + patience, std::move(cancellation),
                    [promise](absl::Status status) { promise->set_value(std::move(status)); });
    return promise->get_future();
  }

  void Apply(int64_t size) {
    CountyUpdate update{
        .county = "510524", .size_before = std::exchange(applied_, size), .size_after = size};
    update.heads["projects"].size = size;
    ASSERT_TRUE(snapshots_.Publish(std::move(update)));
    progress_.Notify();
  }

  static bool IsWaiting(const std::future<absl::Status>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::timeout;
  }

  int64_t applied_ = 0;
  Snapshots snapshots_{{}};
  Progress progress_{snapshots_};
};

TEST_F(ProgressTest, WhatIsReachedIsAnsweredAtOnce) {
  Apply(3);
  std::future<absl::Status> reached = Await(3);
  ASSERT_FALSE(IsWaiting(reached));
  EXPECT_TRUE(reached.get().ok());
}

TEST_F(ProgressTest, WaiterGoesOnWhenItsPositionIsApplied) {
  std::future<absl::Status> two = Await(2);
  std::future<absl::Status> five = Await(5);
  Apply(4);
  EXPECT_TRUE(two.get().ok());
  EXPECT_TRUE(IsWaiting(five));
  Apply(5);
  EXPECT_TRUE(five.get().ok());
}

TEST_F(ProgressTest, TimeThatRunsOutIsReportingBehind) {
  Apply(1);
  const absl::Status status = Await(2, absl::Milliseconds(60)).get();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "REPORTING_BEHIND");
}

TEST(WhenToGiveUpTest, LeavesTimeForTheAnswer) {
  const absl::Time now = absl::FromUnixSeconds(1'000'000);
  const std::pair<int, int> waits_ms[] = {{10, 5}, {100, 80}, {1'000, 800}, {60'000, 59'500}};
  for (const auto& [given, waited] : waits_ms) {
    EXPECT_EQ(WhenToGiveUp(now + absl::Milliseconds(given), now), now + absl::Milliseconds(waited));
  }
}

TEST_F(ProgressTest, CancelledCallerLeaves) {
  auto cancellation = std::make_shared<sql::Cancellation>();
  std::future<absl::Status> waiting = Await(2, absl::Minutes(1), cancellation);
  cancellation->Cancel();
  EXPECT_EQ(waiting.get().code(), absl::StatusCode::kCancelled);
}

TEST_F(ProgressTest, CallerThatWasCancelledBeforeLeavesToo) {
  auto cancellation = std::make_shared<sql::Cancellation>();
  cancellation->Cancel();
  EXPECT_EQ(Await(2, absl::Minutes(1), cancellation).get().code(), absl::StatusCode::kCancelled);
}

TEST_F(ProgressTest, CloseLetsEverybodyGo) {
  std::future<absl::Status> before = Await(2);
  progress_.Close();
  EXPECT_EQ(ReasonOf(before.get()), "SHUTTING_DOWN");
  EXPECT_EQ(ReasonOf(Await(2).get()), "SHUTTING_DOWN");
}

}  // namespace
}  // namespace bangfu::reporting
