// An empty database that goes away with the test, on the backend that the environment names: the
// suites that use it are run once for each (bangfu_test, ON_POSTGRESQL). BANGFU_TEST_POSTGRESQL is
// the URL of a server of the tests' own; without it the database is SQLite's, in a directory.
#ifndef BANGFU_TESTS_SERVICES_COMMON_SQL_TEST_DATABASE_H_
#define BANGFU_TESTS_SERVICES_COMMON_SQL_TEST_DATABASE_H_

#include <unistd.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/sql/connection.h"
#include "services/common/sql/postgres_connection.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/sql/storage.h"
#include "tests/services/common/sql/temp_database.h"

namespace bangfu::sql {

// The rows of tables, as text, in order.
using TableDump = std::map<std::string, std::vector<std::string>>;

class TestDatabase {
 public:
  TestDatabase() {
    const char* server = std::getenv("BANGFU_TEST_POSTGRESQL");
    if (server == nullptr) return;
    server_ = server;
    static int count = 0;
    schema_ = "t" + std::to_string(getpid()) + "_" + std::to_string(++count);
    OnServer("CREATE SCHEMA " + schema_);
  }
  ~TestDatabase() {
    if (on_server()) OnServer("DROP SCHEMA " + schema_ + " CASCADE");
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  bool on_server() const { return !schema_.empty(); }
  // postgresql://..., or empty.
  std::string url() const {
    return on_server() ? server_ + "&options=-csearch_path%3D" + schema_ : "";
  }
  // As a service's flags say it: --data, and --database where there is one.
  StoragePlace place() const { return {.directory = File("data"), .database = url()}; }

  ConnectionFactory factory() const {
    return on_server() ? PostgresServer(url()) : SqliteFile(File("db"));
  }
  std::unique_ptr<Connection> Open(Access access = Access::kReadWrite) const {
    absl::StatusOr<std::unique_ptr<Connection>> opened = factory()(access);
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (!opened.ok()) return nullptr;
    // Nothing here is to survive a fall of the power, and a test commits often.
    if (!on_server() && access == Access::kReadWrite) {
      EXPECT_TRUE((*opened)->Execute("PRAGMA synchronous=OFF").ok());
    }
    return *std::move(opened);
  }

  // A file in the test's own directory.
  std::string File(std::string_view name) const { return directory_.File(name); }

  // Every row of every table, as the database writes it, in order.
  TableDump Dump(Connection& connection) const {
    TableDump dump;
    for (const std::string& table :
         Texts(connection, on_server() ? kPostgresTables : kSqliteTables)) {
      dump[table] = Rows(connection, table);
    }
    return dump;
  }
  // Those of one table or view.
  std::vector<std::string> Rows(Connection& connection, const std::string& table) const {
    return Texts(connection, RowsOf(connection, table));
  }

 private:
  static constexpr std::string_view kSqliteTables =
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1";
  static constexpr std::string_view kPostgresTables =
      "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() "
      "AND tablename <> 'schema_version' ORDER BY 1";

  std::string RowsOf(Connection& connection, const std::string& table) const {
    if (on_server()) return "SELECT r::text FROM " + table + " AS r ORDER BY 1";
    std::string row = "''";
    for (const std::string& column :
         Texts(connection, "SELECT name FROM pragma_table_info('" + table + "')")) {
      row += " || '|' || quote(" + column + ")";
    }
    return "SELECT " + row + " FROM " + table + " ORDER BY 1";
  }

  static std::vector<std::string> Texts(Connection& connection, std::string_view sql) {
    std::vector<std::string> texts;
    absl::StatusOr<Statement> query = connection.Prepare(sql);
    EXPECT_TRUE(query.ok()) << query.status();
    if (!query.ok()) return texts;
    EXPECT_TRUE(query->ForEachRow([&](Statement& row) { texts.emplace_back(row.Text(0)); }).ok());
    return texts;
  }

  void OnServer(const std::string& script) const {
    absl::StatusOr<std::unique_ptr<Connection>> admin = OpenPostgres(server_, Access::kReadWrite);
    ASSERT_TRUE(admin.ok()) << admin.status();
    // Not while another test places its tables on Citus (deploy/citus/tables.sql).
    ASSERT_TRUE((*admin)->Execute("SELECT pg_advisory_lock(hashtext('bangfu tables'))").ok());
    ASSERT_EQ((*admin)->Execute(script), absl::OkStatus()) << script;
  }

  TempDirectory directory_;
  std::string server_;
  std::string schema_;
};

}  // namespace bangfu::sql

#endif  // BANGFU_TESTS_SERVICES_COMMON_SQL_TEST_DATABASE_H_
