#include <string>
#include <thread>

#include "absl/time/clock.h"

#include "tests/services/common/sql/executor_fixture.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;

class CancellationConcurrency : public ExecutorFixture {
 protected:
  static Job MustNotRun() {
    return [](Connection&) {
      ADD_FAILURE() << "the job has run";
      return absl::OkStatus();
    };
  }

  CancellationPtr cancellation_ = std::make_shared<Cancellation>();
};

TEST_F(CancellationConcurrency, CancelledWaitingJobLeavesAndNeverRuns) {
  Start();
  Gate gate;
  Result blocked = BlockWriter(gate);
  Result cancelled = Write(MustNotRun(), {cancellation_});
  Result after = Write(Insert(1));
  EXPECT_EQ(executor_->Stats().writes_waiting, 2u);
  cancellation_->Cancel();
  EXPECT_EQ(executor_->Stats().writes_waiting, 1u);
  gate.Open();
  EXPECT_EQ(cancelled.get().code(), StatusCode::kCancelled);
  EXPECT_TRUE(after.get().ok());
}

TEST_F(CancellationConcurrency, JobOfACancelledCallerNeverRuns) {
  Start();
  cancellation_->Cancel();
  EXPECT_EQ(Write(MustNotRun(), {cancellation_}).get().code(), StatusCode::kCancelled);
  EXPECT_EQ(Read(MustNotRun(), {cancellation_}).get().code(), StatusCode::kCancelled);
}

TEST_F(CancellationConcurrency, JobWhoseDeadlineHasPassedIsNotRun) {
  Start();
  const absl::Time past = absl::Now() - absl::Seconds(1);
  EXPECT_EQ(Write(MustNotRun(), {nullptr, past}).get().code(), StatusCode::kDeadlineExceeded);
  EXPECT_EQ(Read(MustNotRun(), {nullptr, past}).get().code(), StatusCode::kDeadlineExceeded);
}

TEST_F(CancellationConcurrency, EndlessReadIsStoppedAndItsThreadGoesOn) {
  Start({.readers = 1});
  Gate gate;
  Result endless = Read(Endless(gate), {cancellation_});
  gate.AwaitArrival();
  gate.Open();
  cancellation_->Cancel();
  EXPECT_EQ(endless.get().code(), StatusCode::kCancelled);
  EXPECT_TRUE(
      Read([](Connection& connection) { return RunSql(connection, "SELECT 1"); }).get().ok());
}

TEST_F(CancellationConcurrency, ReadIsStoppedBetweenTwoStatements) {
  Start({.readers = 1});
  Gate gate;
  Result read = Read(Endless(gate), {cancellation_});
  gate.AwaitArrival();
  cancellation_->Cancel();
  gate.Open();
  EXPECT_EQ(read.get().code(), StatusCode::kCancelled);
}

TEST_F(CancellationConcurrency, CancelledWriteIsUndoneAloneWithinItsGroup) {
  Start();
  Gate gate;
  Result first = BlockWriter(gate);
  Result before = Write(Insert(1));
  Result cancelled = Write(
      [this](Connection& connection) {
        EXPECT_TRUE(Insert(2)(connection).ok());
        cancellation_->Cancel();
        return Insert(3)(connection);
      },
      {cancellation_});
  Result after = Write(Insert(4));
  gate.Open();
  EXPECT_TRUE(before.get().ok());
  EXPECT_EQ(cancelled.get().code(), StatusCode::kCancelled);
  EXPECT_TRUE(after.get().ok());
  EXPECT_EQ(executor_->Stats().commits, 1u);
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 4}));
}

TEST_F(CancellationConcurrency, EndlessQueryOfAWriteIsStoppedWithoutTheGroup) {
  Start();
  Gate gate;
  Result first = BlockWriter(gate);
  Result before = Write(Insert(1));
  Gate endless;
  Result cancelled = Write(Endless(endless), {cancellation_});
  gate.Open();
  endless.AwaitArrival();
  endless.Open();
  cancellation_->Cancel();
  EXPECT_EQ(cancelled.get().code(), StatusCode::kCancelled);
  EXPECT_TRUE(before.get().ok());
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
}

TEST_F(CancellationConcurrency, CancellingLateHitsNobodyElse) {
  Start({.readers = 1});
  const auto read = [](Connection& connection) { return RunSql(connection, "SELECT 1"); };
  for (int round = 0; round < 300; ++round) {
    auto racing = std::make_shared<Cancellation>();
    Result cancelled = Read(read, {racing});
    Result bystander = Read(read);
    std::thread canceller([racing] { racing->Cancel(); });
    EXPECT_EQ(bystander.get(), absl::OkStatus());
    const StatusCode code = cancelled.get().code();
    EXPECT_TRUE(code == StatusCode::kOk || code == StatusCode::kCancelled);
    canceller.join();
  }
}

}  // namespace
}  // namespace bangfu::sql
