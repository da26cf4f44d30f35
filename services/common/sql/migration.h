// Numbered schema migrations. What they contain is the service's affair (its schema/*.sql).
#ifndef BANGFU_SERVICES_COMMON_SQL_MIGRATION_H_
#define BANGFU_SERVICES_COMMON_SQL_MIGRATION_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "services/common/sql/connection.h"

namespace bangfu::sql {

// One file schema/0001_name.sql. bangfu_embed_sql() (EmbedSql.cmake) compiles a folder of them into
// `std::span<const bangfu::sql::Migration> Migrations()` of the service's namespace, which the
// service declares itself.
struct Migration {
  int64_t version;  // 1, 2, 3, ... without a gap
  std::string_view name;
  std::string_view sql;
};

// For how long a change of the schema is tried again that the database gave up for another
// transaction's sake (ABORTED).
inline constexpr absl::Duration kMigrationTriedFor = absl::Seconds(10);

// Runs what changes the schema in a transaction of its own: once more from the beginning, when that
// was given up (ABORTED), for kMigrationTriedFor.
absl::Status ChangeSchema(Connection& connection, absl::FunctionRef<absl::Status()> change);

// Applies those that the database lacks, each in a transaction of its own together with the new
// version. FAILED_PRECONDITION, reason SCHEMA_TOO_NEW, in one line that names both numbers, when
// the database's schema is newer than the last migration; else the error of the migration that
// failed, with its name.
absl::Status Migrate(Connection& connection, std::span<const Migration> migrations);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_MIGRATION_H_
