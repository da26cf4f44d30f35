// An executor over a table t(id), and the verbs of its tests: jobs that insert, wait, or never end.
#ifndef BANGFU_TESTS_SERVICES_COMMON_SQL_EXECUTOR_FIXTURE_H_
#define BANGFU_TESTS_SERVICES_COMMON_SQL_EXECUTOR_FIXTURE_H_

#include <future>
#include <latch>
#include <memory>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/sql/executor.h"
#include "tests/services/common/sql/test_database.h"

namespace bangfu::sql {

// A place in a job where it says that it has come, and waits to be let on.
class Gate {
 public:
  void Pass() {
    arrived_.count_down();
    open_.wait();
  }
  void AwaitArrival() { arrived_.wait(); }
  void Open() { open_.count_down(); }

 private:
  std::latch arrived_{1};
  std::latch open_{1};
};

class ExecutorFixture : public ::testing::Test {
 protected:
  using Result = std::future<absl::Status>;

  void Start(ExecutorOptions options = {}) {
    std::unique_ptr<Connection> connection = database_.Open();
    ASSERT_TRUE(connection->Execute("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT").ok());
    absl::StatusOr<std::unique_ptr<Executor>> started =
        Executor::Start(database_.factory(), std::move(options));
    ASSERT_TRUE(started.ok()) << started.status();
    executor_ = *std::move(started);
  }

  Result Write(Job job, JobContext context = {}) {
    return Submit(&Executor::Write, std::move(job), std::move(context));
  }
  Result Read(Job job, JobContext context = {}) {
    return Submit(&Executor::Read, std::move(job), std::move(context));
  }

  // Holds the writer up until the gate opens.
  Result BlockWriter(Gate& gate) {
    Result blocked = Write([&gate](Connection&) {
      gate.Pass();
      return absl::OkStatus();
    });
    gate.AwaitArrival();
    return blocked;
  }

  static Job Insert(int id) {
    return [id](Connection& connection) {
      return connection.Prepare("INSERT INTO t VALUES (?1)")->Bind(1, id).Run();
    };
  }
  static Job Nothing() {
    return [](Connection&) { return absl::OkStatus(); };
  }
  // Says that it has begun, and never ends by itself.
  static Job Endless(Gate& gate, std::string_view sql = kEndless) {
    return [&gate, sql](Connection& connection) {
      absl::StatusOr<Statement> query = connection.Prepare(sql);
      gate.Pass();
      return query->Run();
    };
  }

  std::vector<int64_t> Rows() {
    const std::unique_ptr<Connection> connection = database_.Open();
    return Column(*connection, "SELECT id FROM t ORDER BY id");
  }

  TestDatabase database_;
  std::unique_ptr<Executor> executor_;

 private:
  Result Submit(absl::Status (Executor::*submit)(JobContext, Job, Done), Job job,
                JobContext context) {
    std::promise<absl::Status> promise;
    Result result = promise.get_future();
    const absl::Status taken =
        (executor_.get()->*submit)(std::move(context), std::move(job),
                                   [promise = std::move(promise)](absl::Status status) mutable {
                                     promise.set_value(std::move(status));
                                   });
    EXPECT_TRUE(taken.ok()) << taken;
    return result;
  }
};

}  // namespace bangfu::sql

#endif  // BANGFU_TESTS_SERVICES_COMMON_SQL_EXECUTOR_FIXTURE_H_
