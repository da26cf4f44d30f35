#include "services/common/server/call_runner.h"

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/common/server/stand_in.h"
#include "tests/services/common/sql/executor_fixture.h"

namespace bangfu::server {
namespace {

using sql::Gate;

class CallRunnerTest : public ServerTest {
 protected:
  void StartExecutor(sql::ExecutorOptions options = {}) {
    auto started = sql::Executor::Start(sql::SqliteFile(directory_.File("db")), options);
    ASSERT_TRUE(started.ok()) << started.status();
    executor_ = *std::move(started);
  }

  // Each call runs what `make` makes.
  void ServeJobs(std::function<sql::Job(ListTreeHeadsResponse*)> make) {
    if (!executor_) StartExecutor();
    handlers_.unary = [this, make = std::move(make)](auto* context, auto*, auto* response) {
      return CallRunner(*admission_, executor_.get()).Read(context, response, make(response));
    };
    Serve();
  }

  // Jobs that count themselves, behind the only reader, which is held up until the gate opens.
  void ServeCountedJobsBehind(Gate& gate, sql::ExecutorOptions options = {}) {
    options.readers = 1;
    StartExecutor(options);
    ServeJobs([this](auto*) {
      return [this](sql::Connection&) {
        ++jobs_run_;
        return absl::OkStatus();
      };
    });
    BlockReader(gate);
  }

  void ServeAsync(std::function<void(sql::CancellationPtr, FinishCall)> work) {
    handlers_.unary = [this, work = std::move(work)](auto* context, auto*, auto*) {
      return CallRunner(*admission_, nullptr).Async(context, work);
    };
    Serve();
  }

  void BlockReader(Gate& gate) {
    const absl::Status taken = executor_->Read(
        {},
        [&gate](sql::Connection&) {
          gate.Pass();
          return absl::OkStatus();
        },
        [](const absl::Status&) {});
    ASSERT_TRUE(taken.ok());
    gate.AwaitArrival();
  }

  bool ReadsWaiting(size_t count) {
    return Eventually([&] { return executor_->Stats().reads_waiting == count; });
  }

  void TearDown() override { server_.reset(); }  // before the executor and what handlers capture

  sql::TempDirectory directory_;
  std::atomic<int> jobs_run_ = 0;
  std::unique_ptr<sql::Executor> executor_;
};

TEST_F(CallRunnerTest, CallWithoutDeadlineIsRefused) {
  ServeJobs([](auto*) { return [](sql::Connection&) { return absl::OkStatus(); }; });
  grpc::ClientContext context;
  const absl::Status status = Call(context);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "DEADLINE_REQUIRED");
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, ReadAnswersWithWhatTheJobMade) {
  ServeJobs([](ListTreeHeadsResponse* response) -> sql::Job {
    return [response](sql::Connection& connection) {
      response->set_server_version(std::to_string(sql::Column(connection, "SELECT 42")[0]));
      return absl::OkStatus();
    };
  });
  ASSERT_TRUE(Call().ok());
  EXPECT_EQ(response_.server_version(), "42");
}

TEST_F(CallRunnerTest, FailedReadTellsWhy) {
  ServeJobs([](auto*) {
    return [](sql::Connection&) { return Error(absl::StatusCode::kAborted, "NO_LUCK", "no"); };
  });
  EXPECT_EQ(ReasonOf(Call()), "NO_LUCK");
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, OneCallTooManyIsRefusedUntilAPlaceIsFree) {
  handlers_.limits.calls_in_flight_max = 1;
  std::promise<FinishCall> first_started;
  bool first = true;
  ServeAsync([&](const sql::CancellationPtr&, const FinishCall& finish) {
    if (!std::exchange(first, false)) return finish(absl::OkStatus());
    first_started.set_value(finish);
  });
  PendingCall held(*journal_);
  const FinishCall finish = first_started.get_future().get();
  const absl::Status refused = Call();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_CALLS");
  finish(absl::OkStatus());
  EXPECT_TRUE(held.Wait().ok());
  ASSERT_TRUE(NoCallIsLeft());
  EXPECT_TRUE(Call().ok());
}

TEST_F(CallRunnerTest, CancelledCallLeavesTheQueueAndIsNeverRun) {
  Gate gate;
  ServeCountedJobsBehind(gate);
  PendingCall call(*journal_);
  ASSERT_TRUE(ReadsWaiting(1));
  call.Cancel();
  EXPECT_TRUE(absl::IsCancelled(call.Wait()));
  EXPECT_TRUE(ReadsWaiting(0));  // while the reader is still held up
  gate.Open();
  EXPECT_TRUE(NoCallIsLeft());
  EXPECT_EQ(jobs_run_, 0);
}

TEST_F(CallRunnerTest, CallPastItsDeadlineLeavesTheQueueAndIsNeverRun) {
  Gate gate;
  ServeCountedJobsBehind(gate);
  PendingCall call(*journal_, std::chrono::milliseconds(500));
  ASSERT_TRUE(ReadsWaiting(1));
  EXPECT_TRUE(absl::IsDeadlineExceeded(call.Wait()));
  EXPECT_TRUE(ReadsWaiting(0));
  gate.Open();
  EXPECT_TRUE(NoCallIsLeft());
  EXPECT_EQ(jobs_run_, 0);
}

TEST_F(CallRunnerTest, CancelledQueryIsInterrupted) {
  Gate gate;
  ServeJobs([&gate](auto*) -> sql::Job {
    return [&gate](sql::Connection& connection) {
      auto query = connection.Prepare(sql::kEndless);
      gate.Pass();
      return query->Run();
    };
  });
  PendingCall call(*journal_);
  gate.AwaitArrival();
  gate.Open();
  call.Cancel();
  EXPECT_TRUE(absl::IsCancelled(call.Wait()));
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, FullQueueIsRefusedWithItsReason) {
  Gate gate;
  ServeCountedJobsBehind(gate, {.reads_waiting_max = 1});
  PendingCall waiting(*journal_);
  ASSERT_TRUE(ReadsWaiting(1));
  const absl::Status refused = Call();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "QUEUE_FULL");
  gate.Open();
  EXPECT_TRUE(waiting.Wait().ok());
}

TEST_F(CallRunnerTest, DrainedExecutorIsUnavailable) {
  ServeJobs([](auto*) { return [](sql::Connection&) { return absl::OkStatus(); }; });
  executor_->Drain(absl::InfinitePast());
  const absl::Status refused = Call();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(refused), "SHUTTING_DOWN");
}

TEST_F(CallRunnerTest, OnlyTheFirstFinishCounts) {
  ServeAsync([](const sql::CancellationPtr&, const FinishCall& finish) {
    finish(absl::NotFoundError("first"));
    finish(absl::OkStatus());
  });
  EXPECT_EQ(Call(), absl::NotFoundError("first"));
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, HandlerThatForgetsOrThrowsAnswersInternal) {
  bool throws = false;
  ServeAsync([&throws](const sql::CancellationPtr&, const FinishCall&) {
    if (throws) throw std::runtime_error("private");
  });
  for (const bool thrown : {false, true}) {
    throws = thrown;
    const absl::Status status = Call();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(status.ToString().find("private"), std::string::npos);
  }
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, InlineWorkThatThrowsAnswersInternal) {
  handlers_.unary = [this](auto* context, auto*, auto*) {
    return CallRunner(*admission_, nullptr).Inline(context, []() -> absl::Status {
      throw std::runtime_error("private");
    });
  };
  Serve();
  EXPECT_EQ(Call().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, CancellingWhileFinishingEndsEveryCallOnce) {
  ServeJobs([](auto*) { return [](sql::Connection&) { return absl::OkStatus(); }; });
  for (int round = 0; round < 20; ++round) {
    std::vector<std::unique_ptr<PendingCall>> calls;
    for (int i = 0; i < 10; ++i) calls.push_back(std::make_unique<PendingCall>(*journal_));
    for (const auto& call : calls) call->Cancel();
    for (const auto& call : calls) {
      const absl::Status status = call->Wait();
      EXPECT_TRUE(status.ok() || absl::IsCancelled(status)) << status;
    }
  }
  EXPECT_TRUE(NoCallIsLeft());
}

}  // namespace
}  // namespace bangfu::server
