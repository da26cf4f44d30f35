// What only a server can do to us: end sessions, make transactions wait for each other, tell of the
// commits of other processes. Run where there is one.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/sql/executor.h"
#include "services/common/sql/postgres_bell.h"
#include "services/common/sql/postgres_connection.h"
#include "services/common/sql/retry.h"
#include "services/common/sql/transaction.h"
#include "tests/services/common/sql/postgres_fixture.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;

Job InsertThenLoseSession(int id, std::atomic<int>& runs, int losses) {
  return [id, &runs, losses](Connection& connection) -> absl::Status {
    absl::Status inserted = connection.Prepare("INSERT INTO t VALUES (?1)")->Bind(1, id).Run();
    if (!inserted.ok()) return inserted;
    if (runs++ >= losses) return absl::OkStatus();
    return RunSql(connection, "SELECT pg_terminate_backend(pg_backend_pid())");
  };
}

absl::Status TextOf(Connection& connection, std::string_view sql, std::string& text) {
  absl::StatusOr<Statement> query = connection.Prepare(sql);
  if (!query.ok()) return query.status();
  return query->ForEachRow([&text](Statement& row) { text = std::string(row.Text(0)); });
}

// Notes what limits the statements of this job, and ends it so.
Job NoteTimeout(std::string& noted, absl::Status end = absl::OkStatus()) {
  return [&noted, end](Connection& connection) {
    absl::Status read = TextOf(connection, "SELECT current_setting('statement_timeout')", noted);
    return read.ok() ? end : read;
  };
}

// An insert into t has the commit note what limits it.
constexpr std::string_view kNotesTimeoutAtCommit =
    "CREATE TABLE noted (timeout TEXT); "
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN INSERT INTO noted VALUES (current_setting(''statement_timeout'')); RETURN NULL; "
    "END'; "
    "CREATE CONSTRAINT TRIGGER noting AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION note()";

TEST_F(PostgresTest, SessionOfAnotherEncodingIsRefused) {
  const auto opened =
      OpenPostgres(database_.url(), Access::kReadWrite, "SET client_encoding = 'LATIN1'");
  EXPECT_EQ(opened.status().code(), StatusCode::kFailedPrecondition) << opened.status();
}

TEST_F(PostgresTest, WriteWhoseSessionEndsIsRunAgainOnce) {
  Start({.writers = 2});
  std::atomic<int> runs = 0;
  EXPECT_TRUE(Write(InsertThenLoseSession(1, runs, 1)).get().ok());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
  EXPECT_EQ(executor_->Stats().jobs_run_again, 1u);
}

TEST_F(PostgresTest, ThoseOfItsGroupAreRunAgainWithIt) {
  Start({.writers = 2});
  Gate gate;
  Result blocked = BlockWriter(gate);
  std::atomic<int> runs = 0;
  std::vector<Result> results;
  results.push_back(Write(Insert(1)));
  results.push_back(Write(InsertThenLoseSession(2, runs, 1)));
  results.push_back(Write(Insert(3)));
  gate.Open();
  for (Result& result : results) EXPECT_TRUE(result.get().ok());
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 2, 3}));
}

TEST_F(PostgresTest, LossWithoutEndIsToldAsUnreachable) {
  Start({.writers = 2, .retry_max = absl::Milliseconds(300)});
  std::atomic<int> runs = 0;
  const absl::Status status = Write(InsertThenLoseSession(1, runs, 1000)).get();
  EXPECT_TRUE(MayRunAgain(status)) << status;
  EXPECT_GT(runs, 1);
  EXPECT_LT(runs, 20);
  EXPECT_TRUE(Write(Insert(2)).get().ok());
  EXPECT_EQ(Rows(), std::vector<int64_t>{2});
}

TEST_F(PostgresTest, ReadWhoseSessionEndsIsRunAgain) {
  Start();
  std::atomic<int> runs = 0;
  EXPECT_TRUE(Read([&runs](Connection& connection) -> absl::Status {
                if (runs++ > 0) return absl::OkStatus();
                return RunSql(connection, "SELECT pg_terminate_backend(pg_backend_pid())");
              })
                  .get()
                  .ok());
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresTest, PartitionsAreWrittenSideBySideAndEachInOrder) {
  Start({.writers = 2});
  Gate first;
  Result held = WriteIn("510524", [&first](Connection& connection) {
    first.Pass();
    return Insert(1)(connection);
  });
  first.AwaitArrival();
  Result behind = WriteIn("510524", Insert(2));
  EXPECT_TRUE(WriteIn("610826", Insert(3)).get().ok());  // while the other is held up
  EXPECT_EQ(behind.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  first.Open();
  EXPECT_TRUE(held.get().ok());
  EXPECT_TRUE(behind.get().ok());
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 2, 3}));
}

TEST_F(PostgresTest, StatementsEndWithTheDeadlineOfTheirJob) {
  Start();
  const absl::Status status =
      Read([](Connection& connection) { return RunSql(connection, kEndless); },
           {.deadline = absl::Now() + absl::Milliseconds(50)})
          .get();
  EXPECT_EQ(status.code(), StatusCode::kDeadlineExceeded) << status;
  EXPECT_TRUE(Read(Nothing()).get().ok());
}

TEST_F(PostgresTest, StatementThatTheServerDoesNotLimitEndsWithTheDeadlineAllTheSame) {
  Start();
  const absl::Status status =
      Read(
          [](Connection& connection) {
            absl::Status unlimited = RunSql(connection, "SET LOCAL statement_timeout = 0");
            return unlimited.ok() ? RunSql(connection, kEndless) : unlimited;
          },
          {.deadline = absl::Now() + absl::Milliseconds(300)})
          .get();
  EXPECT_EQ(status.code(), StatusCode::kDeadlineExceeded) << status;
  EXPECT_TRUE(Read(Nothing()).get().ok());
}

TEST_F(PostgresTest, WhatStoppedALateStatementReachesNoOther) {
  for (int round = 0; round < 10; ++round) {
    Transaction group = *Transaction::Begin(*admin_, TransactionKind::kWrite);
    admin_->SetDeadline(absl::Now() + absl::Milliseconds(60));
    {
      Savepoint part = *Savepoint::Set(*admin_);
      ASSERT_EQ(RunSql(*admin_, "SET LOCAL statement_timeout = 0"), absl::OkStatus());
      EXPECT_EQ(RunSql(*admin_, kEndless).code(), StatusCode::kDeadlineExceeded);
    }
    admin_->SetDeadline(absl::InfiniteFuture());
    for (int i = 0; i < 50; ++i) ASSERT_EQ(RunSql(*admin_, "SELECT 1"), absl::OkStatus());
    EXPECT_EQ(group.Commit(), absl::OkStatus());
  }
}

TEST_F(PostgresTest, TransactionThatCouldNotBeRolledBackEndsWhereTheNextBegins) {
  EXPECT_FALSE(admin_->Execute("BEGIN; SELECT 1/0").ok());
  ASSERT_TRUE(admin_->InTransaction());
  absl::StatusOr<Transaction> next = Transaction::Begin(*admin_, TransactionKind::kWrite);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(RunSql(*admin_, "SELECT 1"), absl::OkStatus());
  EXPECT_EQ(next->Commit(), absl::OkStatus());
}

TEST_F(PostgresTest, GroupWhoseTransactionHasFailedIsRunAgain) {
  absl::StatusOr<Transaction> group = Transaction::Begin(*admin_, TransactionKind::kWrite);
  ASSERT_TRUE(group.ok());
  EXPECT_FALSE(RunSql(*admin_, "SELECT 1/0").ok());
  EXPECT_TRUE(MayRunAgain(Savepoint::Set(*admin_).status()));
  EXPECT_TRUE(MayRunAgain(group->Commit()));
}

TEST_F(PostgresTest, AJobsDeadlineLimitsNeitherTheNextJobOfItsGroupNorTheCommit) {
  Start({.writers = 2});
  ASSERT_EQ(admin_->Execute(kNotesTimeoutAtCommit), absl::OkStatus());
  const JobContext limited = {.deadline = absl::Now() + absl::Seconds(100)};
  Gate gate;
  Result blocked = BlockWriter(gate);
  std::vector<std::string> seen(4);
  std::vector<Result> results;
  results.push_back(Write(NoteTimeout(seen[0]), limited));
  results.push_back(Write(NoteTimeout(seen[1])));
  results.push_back(Write(NoteTimeout(seen[2], absl::UnknownError("undone")), limited));
  results.push_back(Write(Insert(1)));
  results.push_back(Write(NoteTimeout(seen[3]), limited));
  gate.Open();
  EXPECT_TRUE(results[0].get().ok());
  EXPECT_TRUE(results[1].get().ok());
  EXPECT_EQ(results[2].get().code(), StatusCode::kUnknown);
  EXPECT_TRUE(results[3].get().ok());
  EXPECT_TRUE(results[4].get().ok());
  EXPECT_EQ(executor_->Stats().commits, 1u);
  EXPECT_NE(seen[0], "0");
  EXPECT_EQ(seen[1], "0");
  EXPECT_NE(seen[2], "0");
  EXPECT_NE(seen[3], "0");
  std::string at_commit;
  ASSERT_TRUE(TextOf(*admin_, "SELECT timeout FROM noted", at_commit).ok());
  EXPECT_EQ(at_commit, "0");
}

TEST_F(PostgresTest, WhatOneJobHasLeftOfItsTimeDoesNotStopTheNext) {
  Start({.writers = 2});
  Gate gate;
  Result blocked = BlockWriter(gate);
  Result slow = Write([](Connection& connection) { return RunSql(connection, kEndless); },
                      {.deadline = absl::Now() + absl::Milliseconds(300)});
  Result next = Write([](Connection& connection) {
    absl::Status slept = RunSql(connection, "SELECT pg_sleep(0.5)");
    return slept.ok() ? Insert(1)(connection) : slept;
  });
  gate.Open();
  EXPECT_EQ(slow.get().code(), StatusCode::kDeadlineExceeded);
  EXPECT_EQ(next.get(), absl::OkStatus());
  EXPECT_EQ(Rows(), std::vector<int64_t>{1});
}

TEST_F(PostgresTest, LockedRowHoldsUpOnlyWhoWantsToLockIt) {
  Start();
  ASSERT_TRUE(Write(Insert(1)).get().ok());
  const std::unique_ptr<Connection> other = database_.Open();
  Transaction holds = *Transaction::Begin(*admin_, TransactionKind::kWrite);
  ASSERT_TRUE(admin_->PrepareLocking("SELECT id FROM t WHERE id = 1")->Run().ok());
  EXPECT_EQ(Column(*other, "SELECT id FROM t"), std::vector<int64_t>{1});
  other->SetDeadline(absl::Now() + absl::Milliseconds(50));
  Transaction wants = *Transaction::Begin(*other, TransactionKind::kWrite);
  EXPECT_EQ(other->PrepareLocking("SELECT id FROM t WHERE id = 1")->Run().code(),
            StatusCode::kDeadlineExceeded);
}

TEST_F(PostgresTest, AnInterruptedReadLeavesTheSessionUsable) {
  for (int round = 0; round < 20; ++round) {
    std::thread interrupter([this] { admin_->Interrupt(Interruption::kReads); });
    const absl::Status status = RunSql(*admin_, kEndless);
    interrupter.join();
    EXPECT_EQ(status.code(), StatusCode::kCancelled);
    admin_->ClearInterrupt();
    EXPECT_TRUE(RunSql(*admin_, "SELECT 1").ok());
  }
}

TEST_F(PostgresTest, InterruptedPipelineLeavesTheSessionUsable) {
  for (int round = 0; round < 20; ++round) {
    std::thread interrupter([this] { admin_->Interrupt(Interruption::kReads); });
    absl::StatusOr<Statement> endless = admin_->Prepare(
        "WITH RECURSIVE n(i) AS (SELECT CAST(?1 AS bigint) UNION ALL SELECT i + 1 FROM n) "
        "SELECT max(i) FROM n");
    absl::Status status = endless.status();
    if (endless.ok()) {
      status = endless->RunEach(
          3, [](Statement& query, size_t i) { query.Bind(1, static_cast<int64_t>(i)); },
          [](Statement&, size_t) { return absl::OkStatus(); });
    }
    interrupter.join();
    EXPECT_EQ(status.code(), StatusCode::kCancelled) << status;
    admin_->ClearInterrupt();
    EXPECT_TRUE(RunSql(*admin_, "SELECT 1").ok());
  }
}

TEST_F(PostgresTest, StatementThatWasNotPreparedForItsCancelledJobIsNotDropped) {
  admin_->Interrupt(Interruption::kReads);
  EXPECT_EQ(RunSql(*admin_, "SELECT 1").code(), StatusCode::kCancelled);
  admin_->ClearInterrupt();
  EXPECT_EQ(admin_->Execute("SELECT 1"), absl::OkStatus());
}

TEST_F(PostgresTest, BellIsHeardByOthersAndNotByWhoRings) {
  std::atomic<int> rung_here = 0;
  std::promise<void> heard;
  std::atomic<bool> told = false;
  auto here = PostgresBell::Hang(database_.url(), [&] { ++rung_here; });
  auto there = PostgresBell::Hang(database_.url(), [&] {
    if (!told.exchange(true)) heard.set_value();
  });
  ASSERT_TRUE(here.ok() && there.ok());
  (*here)->Ring();
  EXPECT_EQ(heard.get_future().wait_for(std::chrono::seconds(4)), std::future_status::ready);
  EXPECT_EQ(rung_here, 0);
}

TEST_F(PostgresTest, BellIsHeardInItsOwnSchemaOnly) {
  const TestDatabase elsewhere;
  std::atomic<int> rung_elsewhere = 0;
  std::promise<void> heard;
  std::atomic<bool> told = false;
  auto here = PostgresBell::Hang(database_.url(), [] {});
  auto other_schema = PostgresBell::Hang(elsewhere.url(), [&] { ++rung_elsewhere; });
  auto same_schema = PostgresBell::Hang(database_.url(), [&] {
    if (!told.exchange(true)) heard.set_value();
  });
  ASSERT_TRUE(here.ok() && other_schema.ok() && same_schema.ok());
  (*here)->Ring();
  EXPECT_EQ(heard.get_future().wait_for(std::chrono::seconds(4)), std::future_status::ready);
  EXPECT_EQ(rung_elsewhere, 0);
}

TEST_F(PostgresTest, BellsThatRingAtOnceAreHeardByEachOther) {
  for (int round = 0; round < 200; ++round) {
    std::array<std::promise<void>, 2> heard;
    std::array<std::atomic<bool>, 2> told = {false, false};
    std::array<std::unique_ptr<PostgresBell>, 2> bells;
    for (size_t i = 0; i < 2; ++i) {
      auto bell = PostgresBell::Hang(database_.url(), [&, i] {
        if (!told[i].exchange(true)) heard[i].set_value();
      });
      ASSERT_TRUE(bell.ok()) << bell.status();
      bells[i] = *std::move(bell);
    }
    for (const auto& bell : bells) bell->Ring();
    for (std::promise<void>& one : heard) {
      // Without the ring it would look by itself, later.
      ASSERT_EQ(one.get_future().wait_for(std::chrono::seconds(4)), std::future_status::ready);
    }
  }
}

TEST_F(PostgresTest, BellThatLostItsSessionIsHungAnewAndHeard) {
  std::promise<void> heard;
  std::atomic<bool> told = false;
  const std::string name = "bell_of_" + std::to_string(getpid());
  auto bell = PostgresBell::Hang(database_.url() + "&application_name=" + name, [&] {
    if (!told.exchange(true)) heard.set_value();
  });
  ASSERT_TRUE(bell.ok()) << bell.status();
  ASSERT_EQ(RunSql(*admin_,
                   "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                   "WHERE application_name = '" +
                       name + "'"),
            absl::OkStatus());
  // It looks by itself only later.
  EXPECT_EQ(heard.get_future().wait_for(std::chrono::seconds(4)), std::future_status::ready);
}

TEST_F(PostgresTest, SettingsOutliveTheirConnection) {
  auto connection = OpenPostgres(database_.url(), Access::kReadWrite, "SET work_mem = '1234kB'");
  ASSERT_TRUE(connection.ok()) << connection.status();
  const auto work_mem = [&] {
    auto query = (*connection)->Prepare("SELECT current_setting('work_mem')");
    EXPECT_TRUE(query.ok() && query->Step().ok());
    return std::string(query->Text(0));
  };
  EXPECT_EQ(work_mem(), "1234kB");
  static_cast<void>((*connection)->Execute("SELECT pg_terminate_backend(pg_backend_pid())"));
  ASSERT_FALSE((*connection)->alive());
  ASSERT_EQ((*connection)->Reconnect(), absl::OkStatus());
  EXPECT_EQ(work_mem(), "1234kB");
}

TEST_F(PostgresTest, DatabaseThatIsNotThereIsToldByName) {
  const std::string url = std::getenv("BANGFU_TEST_POSTGRESQL");
  const size_t name = url.find("/postgres?");
  ASSERT_NE(name, std::string::npos);
  std::string other = url;
  other.replace(name, 10, "/nowhere?");
  const absl::Status status = OpenPostgres(other, Access::kReadWrite).status();
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  EXPECT_NE(status.ToString().find("nowhere"), std::string::npos) << status;
}

}  // namespace
}  // namespace bangfu::sql
