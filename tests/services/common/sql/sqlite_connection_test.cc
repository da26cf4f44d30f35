#include "services/common/sql/sqlite_connection.h"

#include <array>
#include <fstream>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "services/common/sql/transaction.h"
#include "tests/services/common/sql/temp_database.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;

class SqliteConnectionTest : public ::testing::Test {
 protected:
  SqliteConnectionTest() {
    EXPECT_TRUE(connection_
                    ->Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE,"
                              " data BLOB, ratio REAL CHECK (ratio < 10)) STRICT;"
                              "CREATE TABLE child (t INTEGER NOT NULL REFERENCES t) STRICT")
                    .ok());
  }
  Statement Prepare(std::string_view sql) { return connection_->Prepare(sql).value(); }

  TempDirectory directory_;
  std::unique_ptr<Connection> connection_ = MustOpen(directory_.File("db"));
};

TEST_F(SqliteConnectionTest, SettingsAreAsStated) {
  EXPECT_EQ(Column(*connection_, "PRAGMA synchronous"), std::vector<int64_t>{2});
  EXPECT_EQ(Column(*connection_, "PRAGMA foreign_keys"), std::vector<int64_t>{1});
  Statement mode = Prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode.Step().value());
  EXPECT_EQ(mode.Text(0), "wal");
}

TEST_F(SqliteConnectionTest, ErrorsHaveTheirStatusAndNeverTellAValue) {
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id, name) VALUES (1, 'secret-0')").ok());
  const struct {
    std::string_view sql;
    StatusCode expected;
  } cases[] = {
      {"INSERT INTO t (id) SELECT 1 WHERE ?1 <> ''", StatusCode::kAlreadyExists},
      {"INSERT INTO t (name) VALUES (substr(?1, 1, 8))", StatusCode::kAlreadyExists},
      {"INSERT INTO t (ratio) SELECT 99 WHERE ?1 <> ''", StatusCode::kFailedPrecondition},
      {"INSERT INTO child SELECT 7 WHERE ?1 <> ''", StatusCode::kFailedPrecondition},
      {"INSERT INTO t (ratio) VALUES (?1)", StatusCode::kFailedPrecondition},
      {"SELECT json_extract('{}', ?1)", StatusCode::kInternal},
  };
  for (const auto& c : cases) {
    const absl::Status status = Prepare(c.sql).Bind(1, "secret-0[[").Run();
    EXPECT_EQ(status.code(), c.expected) << c.sql << ": " << status;
    EXPECT_EQ(status.ToString().find("secret"), std::string::npos) << status;
  }
}

TEST_F(SqliteConnectionTest, OnlyOneValidStatementIsPrepared) {
  for (const char* sql :
       {"", "-- nothing", "SELECT 1; SELECT 2", "SELEC 1", "SELECT \"nothing\""}) {
    EXPECT_EQ(connection_->Prepare(sql).status().code(), StatusCode::kInternal) << sql;
  }
  EXPECT_TRUE(connection_->Prepare("SELECT 1; \n").ok());
}

TEST_F(SqliteConnectionTest, ReaderSeesCommitsAndCannotWrite) {
  std::unique_ptr<Connection> reader = MustOpen(directory_.File("db"), Access::kReadOnly);
  ASSERT_TRUE(RunSql(*connection_, "INSERT INTO t (id) VALUES (5)").ok());
  EXPECT_EQ(Column(*reader, "SELECT id FROM t"), std::vector<int64_t>{5});
  EXPECT_EQ(RunSql(*reader, "DELETE FROM t").code(), StatusCode::kFailedPrecondition);
}

TEST_F(SqliteConnectionTest, InterruptedReadEndsBetweenRowsAndABegunWriteGoesOn) {
  Statement read = Prepare("VALUES (1), (2)");
  Statement write = Prepare("INSERT INTO t (id) VALUES (1), (2) RETURNING id");
  ASSERT_TRUE(read.Step().value());
  ASSERT_TRUE(write.Step().value());
  connection_->Interrupt(Interruption::kReads);
  EXPECT_EQ(read.Step().status().code(), StatusCode::kCancelled);
  EXPECT_TRUE(write.Run().ok());
}

TEST_F(SqliteConnectionTest, SecondWriterIsUnavailable) {
  std::unique_ptr<Connection> other =
      MustOpen(directory_.File("db"), Access::kReadWrite, {.busy_timeout_ms = 0});
  const auto first = Transaction::Begin(*connection_, TransactionKind::kWrite);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(Transaction::Begin(*other, TransactionKind::kWrite).status().code(),
            StatusCode::kUnavailable);
}

TEST_F(SqliteConnectionTest, WhatIsNoDatabaseIsRefusedByName) {
  std::ofstream(directory_.File("text")) << std::string(4096, 'x');
  const struct {
    std::string path;
    Access access;
    StatusCode expected;
  } cases[] = {
      {directory_.File("text"), Access::kReadWrite, StatusCode::kDataLoss},
      {directory_.File("absent"), Access::kReadOnly, StatusCode::kFailedPrecondition},
      {directory_.File("no/such/folder"), Access::kReadWrite, StatusCode::kFailedPrecondition},
  };
  for (const auto& c : cases) {
    const absl::Status status = OpenSqlite(c.path, c.access).status();
    EXPECT_EQ(status.code(), c.expected) << status;
    EXPECT_NE(status.ToString().find(c.path), std::string::npos) << status;
  }
}

}  // namespace
}  // namespace bangfu::sql
