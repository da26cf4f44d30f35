// One process's database, wherever it is: its schema brought up to date, its executor running, and
// word of commits going round. Which migrations, is the service's affair.
#ifndef BANGFU_SERVICES_COMMON_SQL_STORAGE_H_
#define BANGFU_SERVICES_COMMON_SQL_STORAGE_H_

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "services/common/sql/data_directory.h"
#include "services/common/sql/executor.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/postgres_bell.h"
#include "services/common/sql/sqlite_connection.h"

namespace bangfu::sql {

// Where a service keeps its records.
struct StoragePlace {
  // Directory of the files: of the database, when no other is given, and of keys. Empty: none.
  std::string directory;
  // postgresql://...; empty for SQLite in the directory.
  std::string database;
};

struct StorageOptions {
  // Whose database it is; no other service is let in (ClaimSchema).
  std::string_view service;
  // Of the database in the directory.
  std::string file;
  std::span<const Migration> migrations;
  // Whether all of it can be made again from elsewhere. Then a commit does not wait for the disk:
  // when the power fails, the last ones may be gone, each as a whole. It survives the process.
  bool rebuildable = false;
  // Of a database in the directory.
  SqliteOptions sqlite;
  // Looks at the database before anything else runs; no other process does so meanwhile.
  std::function<absl::Status(Connection&)> inspect;
  // Called after each commit that keeps something, also of another process on the same database.
  // On any thread; must be quick, and must not throw.
  std::function<void()> on_commit;
  // The same of other processes' commits alone.
  std::function<void()> on_others_commit;
};

struct Storage {
  // Nothing where none was given. SQLite's is locked, so that one process alone has it.
  std::optional<DataDirectory> directory;
  // Null where no other process has the database.
  std::unique_ptr<PostgresBell> bell;
  std::unique_ptr<Executor> executor;  // ends before the others
  // Opens one more connection, for what an executor is not for.
  ConnectionFactory open;

  // Whether other processes may work on the same database.
  bool shared() const { return bell != nullptr; }
};

// Errors are one line for the operator: INVALID_ARGUMENT for a URL that is none or must not be used
// (CheckPostgresUrl), or neither directory nor database; FAILED_PRECONDITION for a directory or
// server that cannot be used, the database of another service or a schema newer than the program;
// UNAVAILABLE for a server that does not answer or let us in; DATA_LOSS for a file that is no
// database.
absl::StatusOr<Storage> OpenStorage(const StoragePlace& place, StorageOptions options);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_STORAGE_H_
