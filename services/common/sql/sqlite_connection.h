// Opens SQLite files. No SQLite type appears here: whoever opens gets a Connection.
#ifndef BANGFU_SERVICES_COMMON_SQL_SQLITE_CONNECTION_H_
#define BANGFU_SERVICES_COMMON_SQL_SQLITE_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"

namespace bangfu::sql {

struct SqliteOptions {
  // Page cache of one connection, KiB. Small: the operating system caches the file as well, and a
  // whole process (one writer, a few readers) has to stay under 128 MiB.
  int writer_cache_kib = 8 * 1024;
  int reader_cache_kib = 2 * 1024;
  // The writer copies the log into the file when it has so many pages of 4 KiB. A page that changes
  // in many transactions is copied once for all that came between.
  int checkpoint_pages = 4000;
  // How long to wait for another connection's lock. Within one process only checkpoints contend.
  int busy_timeout_ms = 5000;
  size_t statements_kept_max = 128;
};

// Opens the file, read-write (created when absent) or read-only (it must exist). WAL,
// synchronous=FULL, foreign keys on, double-quoted strings and untrusted schema functions off.
// FAILED_PRECONDITION when it cannot be opened or written, DATA_LOSS when it is no database.
absl::StatusOr<std::unique_ptr<Connection>> OpenSqlite(const std::string& path, Access access,
                                                       const SqliteOptions& options = {});

// A factory of connections to that file.
ConnectionFactory SqliteFile(std::string path, SqliteOptions options = {});

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_SQLITE_CONNECTION_H_
