// What stores may rely on of a connection, whatever database is behind it.
#include "services/common/sql/connection.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/sql/retry.h"
#include "services/common/sql/transaction.h"
#include "tests/services/common/sql/test_database.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() {
    EXPECT_TRUE(connection_
                    ->Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT,"
                              " data BLOB, ratio REAL CHECK (ratio < 10)) STRICT")
                    .ok());
  }
  Statement Prepare(std::string_view sql) { return connection_->Prepare(sql).value(); }
  std::vector<int64_t> Ids() { return Column(*connection_, "SELECT id FROM t ORDER BY id"); }
  absl::Status Insert(int id) {
    return Prepare("INSERT INTO t (id, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
        .BindAll(id, "n")
        .Run();
  }

  TestDatabase database_;
  std::unique_ptr<Connection> connection_ = database_.Open();
};

TEST_F(ConnectionTest, EveryTypeComesBackAsItWasBound) {
  const std::array<uint8_t, 3> bytes = {0, 255, 0};
  ASSERT_TRUE(Prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)")
                  .BindAll(int64_t{1} << 62, "叙永县", Blob(bytes), 2.5)
                  .Run()
                  .ok());
  Statement row = Prepare("SELECT * FROM t");
  ASSERT_TRUE(row.Step().value());
  EXPECT_EQ(row.Int64(0), int64_t{1} << 62);
  EXPECT_EQ(row.Text(1), "叙永县");
  EXPECT_EQ(row.Bytes(2), std::string_view("\0\377\0", 3));
  EXPECT_EQ(row.Double(3), 2.5);
  EXPECT_FALSE(row.Step().value());
}

TEST_F(ConnectionTest, EmptyIsNotNullAndAbsentIs) {
  ASSERT_TRUE(Prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)")
                  .BindAll(1, std::string_view(), Blob(std::string_view()), std::optional<double>())
                  .Run()
                  .ok());
  Statement row = Prepare("SELECT name, data, ratio FROM t");
  ASSERT_TRUE(row.Step().value());
  EXPECT_FALSE(row.IsNull(0));
  EXPECT_FALSE(row.IsNull(1));
  EXPECT_TRUE(row.IsNull(2));
  EXPECT_EQ(row.Text(0), "");
  EXPECT_EQ(row.Bytes(1), "");
}

TEST_F(ConnectionTest, OneStatementInsertsManyRowsAndKeepsWhatIsBoundOnce) {
  Statement insert = Prepare("INSERT INTO t (id, ratio) VALUES (?1, ?2)");
  insert.Bind(2, 0.5);
  for (int id = 0; id < 100; ++id) ASSERT_TRUE(insert.Bind(1, id).Run().ok());
  EXPECT_EQ(Column(*connection_, "SELECT count(*) FROM t WHERE ratio = 0.5"),
            std::vector<int64_t>{100});
}

TEST_F(ConnectionTest, ChangesCountsRows) {
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id) VALUES (1), (2), (3)").ok());
  Statement update = Prepare("UPDATE t SET name = 'n' WHERE id = 2 OR id = 3");
  ASSERT_TRUE(update.Run().ok());
  EXPECT_EQ(update.Changes(), 2);
}

TEST_F(ConnectionTest, ForEachRowStopsAtTheFirstError) {
  Statement query = Prepare("VALUES (1), (2), (3)");
  int seen = 0;
  const absl::Status status = query.ForEachRow([&](Statement& row) {
    ++seen;
    return row.Int64(0) == 2 ? absl::NotFoundError("two") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_EQ(seen, 2);
}

TEST_F(ConnectionTest, BindingErrorIsKeptForTheNextRun) {
  Statement insert = Prepare("INSERT INTO t (id) VALUES (?1)");
  EXPECT_EQ(insert.Bind(1, 1).Bind(2, 5).Run().code(), StatusCode::kInternal);
  EXPECT_TRUE(Column(*connection_, "SELECT id FROM t").empty());
  EXPECT_TRUE(insert.Bind(1, 1).Run().ok());
}

TEST_F(ConnectionTest, InterruptionHoldsUntilItIsCleared) {
  connection_->Interrupt(Interruption::kReads);
  for (const char* sql : {"SELECT 1", "INSERT INTO t (id) VALUES (1)"}) {
    EXPECT_EQ(RunSql(*connection_, sql).code(), StatusCode::kCancelled) << sql;
  }
  connection_->ClearInterrupt();
  EXPECT_TRUE(RunSql(*connection_, "INSERT INTO t (id) VALUES (1)").ok());
}

TEST_F(ConnectionTest, InterruptedTransactionCanStillEnd) {
  ASSERT_TRUE(connection_->Do(TransactionVerb::kBeginWrite).ok());
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id) VALUES (1)").ok());
  connection_->Interrupt(Interruption::kEverything);
  EXPECT_TRUE(connection_->Do(TransactionVerb::kCommit).ok());
  connection_->ClearInterrupt();
  EXPECT_EQ(Column(*connection_, "SELECT id FROM t"), std::vector<int64_t>{1});
}

TEST_F(ConnectionTest, TextsAreComparedByTheirBytes) {
  for (const char* name : {"b", "B", "叙", "a", "Z"}) {
    ASSERT_TRUE(Prepare("INSERT INTO t (id, name) VALUES (?1, ?2)")
                    .BindAll(static_cast<int>(name[0]), name)
                    .Run()
                    .ok());
  }
  std::vector<std::string> names;
  ASSERT_TRUE(Prepare("SELECT name FROM t ORDER BY name")
                  .ForEachRow([&](Statement& row) { names.emplace_back(row.Text(0)); })
                  .ok());
  EXPECT_THAT(names, ElementsAre("B", "Z", "a", "b", "叙"));
}

TEST_F(ConnectionTest, ErrorsHaveTheirStatusAndNeverTellAValue) {
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id, name) VALUES (1, 'secret-0')").ok());
  const struct {
    std::string_view sql;
    StatusCode expected;
  } cases[] = {
      {"INSERT INTO t (id) SELECT 1 WHERE ?1 <> ''", StatusCode::kAlreadyExists},
      {"INSERT INTO t (id, ratio) SELECT 2, 99 WHERE ?1 <> ''", StatusCode::kFailedPrecondition},
  };
  for (const auto& c : cases) {
    const absl::Status status = Prepare(c.sql).Bind(1, "secret-0").Run();
    EXPECT_EQ(status.code(), c.expected) << c.sql << ": " << status;
    EXPECT_EQ(status.ToString().find("secret"), std::string::npos) << status;
  }
  EXPECT_EQ(connection_->Prepare("SELEC 1").status().code(), StatusCode::kInternal);
}

TEST_F(ConnectionTest, ReaderSeesCommitsAndCannotWrite) {
  std::unique_ptr<Connection> reader = database_.Open(Access::kReadOnly);
  ASSERT_TRUE(Insert(5).ok());
  EXPECT_EQ(Column(*reader, "SELECT id FROM t"), std::vector<int64_t>{5});
  EXPECT_EQ(RunSql(*reader, "DELETE FROM t").code(), StatusCode::kFailedPrecondition);
}

TEST_F(ConnectionTest, StatementsSideBySideKeepTheirPlaces) {
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id) VALUES (1), (2), (3)").ok());
  Statement up = Prepare("SELECT id FROM t ORDER BY id");
  Statement down = Prepare("SELECT id FROM t ORDER BY id DESC");
  std::vector<int64_t> seen;
  while (up.Step().value() && down.Step().value()) {
    seen.push_back(up.Int64(0));
    seen.push_back(down.Int64(0));
  }
  EXPECT_THAT(seen, ElementsAre(1, 3, 2, 2, 3, 1));
}

TEST_F(ConnectionTest, EachOfManyRunsGetsItsRows) {
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id) VALUES (1), (2), (4)").ok());
  constexpr size_t kRuns = 1000;  // more than are under way at once
  std::vector<int64_t> sums(kRuns);
  const absl::Status ran =
      Prepare("SELECT id FROM t WHERE id <= ?1")
          .RunEach(
              kRuns, [](Statement& query, size_t i) { query.Bind(1, static_cast<int>(i % 5)); },
              [&](Statement& row, size_t i) {
                sums[i] += row.Int64(0);
                return absl::OkStatus();
              });
  ASSERT_TRUE(ran.ok()) << ran;
  constexpr int64_t kSums[] = {0, 1, 3, 3, 7};
  for (size_t i = 0; i < kRuns; ++i) EXPECT_EQ(sums[i], kSums[i % 5]) << i;
}

TEST_F(ConnectionTest, ErrorAmidManyRunsEndsThemAndTheConnectionGoesOn) {
  Statement query = Prepare("SELECT ?1");
  int rows_seen = 0;
  const auto bind = [](Statement& statement, size_t) { statement.Bind(1, "x"); };
  const absl::Status taken = query.RunEach(10, bind, [&](Statement&, size_t i) {
    ++rows_seen;
    return i == 3 ? absl::NotFoundError("three") : absl::OkStatus();
  });
  EXPECT_EQ(taken.code(), StatusCode::kNotFound);
  EXPECT_EQ(rows_seen, 4);
  const absl::Status bound = query.RunEach(
      3, [](Statement& statement, size_t i) { statement.Bind(i == 1 ? 7 : 1, "x"); },
      [](Statement&, size_t) { return absl::OkStatus(); });
  EXPECT_EQ(bound.code(), StatusCode::kInternal);
  EXPECT_TRUE(Insert(1).ok());
}

// What is collected is invisible until it is sent: so the rows are looked at in between.
TEST_F(ConnectionTest, CollectedRowsAreThereForWhoeverReadsNext) {
  Transaction transaction = *Transaction::Begin(*connection_, TransactionKind::kWrite);
  connection_->BeginCollecting();
  for (int id = 0; id < 100; ++id) ASSERT_TRUE(Insert(id).ok());
  EXPECT_EQ(Ids().size(), 100u);
  for (int id = 100; id < 103; ++id) ASSERT_TRUE(Insert(id).ok());
  ASSERT_TRUE(connection_->EndCollecting().ok());
  ASSERT_TRUE(transaction.Commit().ok());
  EXPECT_EQ(Ids().size(), 103u);
}

TEST_F(ConnectionTest, CollectedRowThatStandsThereIsToldOrUnchanged) {
  for (const int more : {0, 40}) {  // few rows go another way than many
    ASSERT_TRUE(RunSql(*connection_, "DELETE FROM t").ok());
    ASSERT_TRUE(Insert(7).ok());
    Transaction transaction = *Transaction::Begin(*connection_, TransactionKind::kWrite);
    Savepoint part = *Savepoint::Set(*connection_);
    connection_->BeginCollecting();
    for (int id = 7; id <= 7 + more; ++id) ASSERT_TRUE(Insert(id).ok());
    const absl::Status ended = connection_->EndCollecting();
    EXPECT_EQ(IsRowsStandThere(ended), database_.on_server()) << ended;
    ASSERT_TRUE(part.Rollback().ok());
    EXPECT_TRUE(Insert(8).ok());
    EXPECT_TRUE(transaction.Commit().ok());
    EXPECT_THAT(Ids(), ElementsAre(7, 8));
  }
}

TEST_F(ConnectionTest, RollbackForgetsWhatWasCollected) {
  Transaction transaction = *Transaction::Begin(*connection_, TransactionKind::kWrite);
  {
    Savepoint part = *Savepoint::Set(*connection_);
    connection_->BeginCollecting();
    ASSERT_TRUE(Insert(1).ok());
  }
  ASSERT_TRUE(Insert(2).ok());
  ASSERT_TRUE(transaction.Commit().ok());
  EXPECT_THAT(Ids(), ElementsAre(2));
}

TEST_F(ConnectionTest, UpsertsAreCollectedToo) {
  const auto add = [this](int id, double ratio) {
    return Prepare(
               "INSERT INTO t (id, ratio) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE "
               "SET ratio = t.ratio + excluded.ratio")
        .BindAll(id, ratio)
        .Run();
  };
  for (int round = 0; round < 2; ++round) {
    Transaction transaction = *Transaction::Begin(*connection_, TransactionKind::kWrite);
    connection_->BeginCollecting();
    for (int id = 0; id < 75; ++id) ASSERT_TRUE(add(id, 0.5).ok());
    ASSERT_TRUE(connection_->EndCollecting().ok());
    ASSERT_TRUE(transaction.Commit().ok());
  }
  EXPECT_EQ(Column(*connection_, "SELECT count(*) FROM t WHERE ratio = 1"),
            std::vector<int64_t>{75});
}

TEST_F(ConnectionTest, PassedDeadlineLetsNothingBegin) {
  connection_->SetDeadline(absl::InfinitePast());
  if (database_.on_server()) {
    EXPECT_EQ(RunSql(*connection_, "SELECT 1").code(), StatusCode::kDeadlineExceeded);
  }
  connection_->SetDeadline(absl::InfiniteFuture());
  EXPECT_TRUE(RunSql(*connection_, "SELECT 1").ok());
}

}  // namespace
}  // namespace bangfu::sql
