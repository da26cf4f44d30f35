// A directory that goes away with the test, and the few verbs that SQL tests share.
#ifndef BANGFU_TESTS_SERVICES_COMMON_SQL_TEMP_DATABASE_H_
#define BANGFU_TESTS_SERVICES_COMMON_SQL_TEMP_DATABASE_H_

#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/sql/connection.h"
#include "services/common/sql/sqlite_connection.h"

namespace bangfu::sql {

// A query that never ends by itself.
inline constexpr std::string_view kEndless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

class TempDirectory {
 public:
  TempDirectory() : path_(::testing::TempDir() + "bangfu-sql-XXXXXX") {
    EXPECT_NE(mkdtemp(path_.data()), nullptr);
  }
  ~TempDirectory() { std::filesystem::remove_all(path_); }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  std::string File(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

inline std::unique_ptr<Connection> MustOpen(const std::string& path,
                                            Access access = Access::kReadWrite,
                                            const SqliteOptions& options = {}) {
  absl::StatusOr<std::unique_ptr<Connection>> opened = OpenSqlite(path, access, options);
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : nullptr;
}

inline absl::Status RunSql(Connection& connection, std::string_view sql) {
  absl::StatusOr<Statement> statement = connection.Prepare(sql);
  return statement.ok() ? statement->Run() : statement.status();
}

// The first column of every row.
inline std::vector<int64_t> Column(Connection& connection, std::string_view sql) {
  std::vector<int64_t> values;
  absl::StatusOr<Statement> query = connection.Prepare(sql);
  EXPECT_TRUE(query.ok()) << query.status();
  const absl::Status read =
      query->ForEachRow([&](Statement& row) { values.push_back(row.Int64(0)); });
  EXPECT_TRUE(read.ok()) << read;
  return values;
}

}  // namespace bangfu::sql

#endif  // BANGFU_TESTS_SERVICES_COMMON_SQL_TEMP_DATABASE_H_
