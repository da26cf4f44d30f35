#include "services/common/server/call_runner.h"

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
  enum class Way { kRead, kWrite };

  void StartExecutor(sql::ExecutorOptions options = {}) {
    const auto connection = sql::MustOpen(directory_.File("db"));
    ASSERT_TRUE(connection->Execute("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT").ok());
    auto started = sql::Executor::Start(sql::SqliteFile(directory_.File("db")), options);
    ASSERT_TRUE(started.ok()) << started.status();
    executor_ = *std::move(started);
  }

  // Each call runs what `make` makes.
  void ServeJobs(Way way, std::function<sql::Job(ListTreeHeadsResponse*)> make) {
    if (!executor_) StartExecutor();
    handlers_.unary = [this, way, make = std::move(make)](auto* context, auto*, auto* response) {
      CallRunner runner(*admission_, executor_.get());
      return way == Way::kRead ? runner.Read(context, response, make(response))
                               : runner.Write(context, "510524", response, make(response));
    };
    Serve();
  }

  void ServeAsync(std::function<void(sql::CancellationPtr, FinishCall)> work) {
    handlers_.unary = [this, work = std::move(work)](auto* context, auto*, auto*) {
      return CallRunner(*admission_, nullptr).Async(context, work);
    };
    Serve();
  }

  // Holds the writer up until the gate opens.
  void BlockWriter(Gate& gate) {
    const absl::Status taken = executor_->Write(
        {},
        [&gate](sql::Connection&) {
          gate.Pass();
          return absl::OkStatus();
        },
        [](const absl::Status&) {});
    ASSERT_TRUE(taken.ok());
    gate.AwaitArrival();
  }

  static sql::Job Insert(int id) {
    return [id](sql::Connection& connection) {
      return connection.Prepare("INSERT INTO t VALUES (?1)")->Bind(1, id).Run();
    };
  }

  std::vector<int64_t> Rows() {
    return sql::Column(*sql::MustOpen(directory_.File("db")), "SELECT id FROM t ORDER BY id");
  }

  bool WritesWaiting(size_t count) {
    return Eventually([&] { return executor_->Stats().writes_waiting == count; });
  }

  void TearDown() override { server_.reset(); }  // before the executor and what handlers capture

  sql::TempDirectory directory_;
  std::unique_ptr<sql::Executor> executor_;
};

TEST_F(CallRunnerTest, CallWithoutDeadlineIsRefused) {
  ServeJobs(Way::kRead, [](auto*) { return [](sql::Connection&) { return absl::OkStatus(); }; });
  grpc::ClientContext context;
  const absl::Status status = Call(context);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "DEADLINE_REQUIRED");
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(CallRunnerTest, ReadAnswersWithWhatTheJobMade) {
  ServeJobs(Way::kRead, [](ListTreeHeadsResponse* response) -> sql::Job {
    return [response](sql::Connection& connection) {
      response->set_server_version(std::to_string(sql::Column(connection, "SELECT 42")[0]));
      return absl::OkStatus();
    };
  });
  ASSERT_TRUE(Call().ok());
  EXPECT_EQ(response_.server_version(), "42");
}

TEST_F(CallRunnerTest, WriteIsCommittedBeforeItsAnswer) {
  ServeJobs(Way::kWrite, [](auto*) { return Insert(7); });
  ASSERT_TRUE(Call().ok());
  EXPECT_EQ(Rows(), std::vector<int64_t>{7});
}

TEST_F(CallRunnerTest, FailedWriteLeavesNothingAndTellsWhy) {
  ServeJobs(Way::kWrite, [](auto*) -> sql::Job {
    return [](sql::Connection& connection) {
      const absl::Status inserted = Insert(7)(connection);
      return inserted.ok() ? Error(absl::StatusCode::kAborted, "CHANGED_MIND", "no") : inserted;
    };
  });
  EXPECT_EQ(ReasonOf(Call()), "CHANGED_MIND");
  EXPECT_TRUE(Rows().empty());
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
  ServeJobs(Way::kWrite, [](auto*) { return Insert(7); });
  Gate gate;
  BlockWriter(gate);
  PendingCall call(*journal_);
  ASSERT_TRUE(WritesWaiting(1));
  call.Cancel();
  EXPECT_TRUE(absl::IsCancelled(call.Wait()));
  EXPECT_TRUE(WritesWaiting(0));  // while the writer is still held up
  gate.Open();
  EXPECT_TRUE(NoCallIsLeft());
  EXPECT_TRUE(Rows().empty());
}

TEST_F(CallRunnerTest, CallPastItsDeadlineLeavesTheQueueAndIsNeverRun) {
  ServeJobs(Way::kWrite, [](auto*) { return Insert(7); });
  Gate gate;
  BlockWriter(gate);
  PendingCall call(*journal_, std::chrono::milliseconds(500));
  ASSERT_TRUE(WritesWaiting(1));
  EXPECT_TRUE(absl::IsDeadlineExceeded(call.Wait()));
  EXPECT_TRUE(WritesWaiting(0));
  gate.Open();
  EXPECT_TRUE(NoCallIsLeft());
  EXPECT_TRUE(Rows().empty());
}

TEST_F(CallRunnerTest, CancelledQueryIsInterrupted) {
  Gate gate;
  ServeJobs(Way::kRead, [&gate](auto*) -> sql::Job {
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
  StartExecutor({.writes_waiting_max = 1});
  ServeJobs(Way::kWrite, [](auto*) { return Insert(7); });
  Gate gate;
  BlockWriter(gate);
  PendingCall waiting(*journal_);
  ASSERT_TRUE(WritesWaiting(1));
  const absl::Status refused = Call();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "QUEUE_FULL");
  gate.Open();
  EXPECT_TRUE(waiting.Wait().ok());
}

TEST_F(CallRunnerTest, DrainedExecutorIsUnavailable) {
  ServeJobs(Way::kRead, [](auto*) { return [](sql::Connection&) { return absl::OkStatus(); }; });
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
  ServeJobs(Way::kRead, [](auto*) { return [](sql::Connection&) { return absl::OkStatus(); }; });
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
