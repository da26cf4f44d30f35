#include "services/common/sql/sqlite_connection.h"

#include <array>
#include <string_view>
#include <utility>

#include <sqlite3.h>

#include "services/common/sql/query.h"
#include "services/common/sql/sqlite_statement.h"
#include "services/common/sql/sqlite_status.h"

namespace bangfu::sql {
namespace {

constexpr int kProgressOps = 1000;                // About 20 microseconds between two looks.
constexpr int kValueBytesMax = 16 * 1024 * 1024;  // Of one text, blob or row.

struct CloseSqlite {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, CloseSqlite>;

constexpr std::array<std::string_view, 7> kVerbs = {
    "BEGIN IMMEDIATE", "BEGIN DEFERRED", "COMMIT",          "ROLLBACK",
    "SAVEPOINT part",  "RELEASE part",   "ROLLBACK TO part"};
static_assert(kVerbs.size() == static_cast<size_t>(TransactionVerb::kRollbackToSavepoint) + 1);

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(std::string path, Database db, size_t statements_kept_max)
      : path_(std::move(path)),
        db_(std::move(db)),
        verbs_(kVerbs.size(), PreparerOf(SqliteStatement::Purpose::kVerb)),
        statements_(statements_kept_max, PreparerOf(SqliteStatement::Purpose::kStore)) {
    sqlite3_progress_handler(
        db_.get(), kProgressOps,
        [](void* gate) { return static_cast<InterruptGate*>(gate)->MustStop() ? 1 : 0; }, &gate_);
  }

  absl::Status Configure(Access access, const SqliteOptions& options);

  absl::StatusOr<Statement> Prepare(std::string_view sql) override { return statements_.Lend(sql); }
  absl::StatusOr<Statement> PrepareLocking(std::string_view select) override {
    return Prepare(select);  // a write transaction has locked the whole database
  }
  absl::Status Execute(std::string_view script) override;
  absl::Status Do(TransactionVerb verb) override;
  bool InTransaction() const override { return sqlite3_get_autocommit(db_.get()) == 0; }
  absl::StatusOr<int64_t> SchemaVersion() override;
  absl::Status SetSchemaVersion(int64_t version) override;
  absl::StatusOr<std::string> SchemaService() override;
  absl::Status SetSchemaService(std::string_view service) override;
  void Interrupt(Interruption interruption) override { gate_.Interrupt(interruption); }
  void ClearInterrupt() override { gate_.Clear(); }
  const std::string& name() const override { return path_; }
  const StatementCacheStats& statement_cache_stats() const override { return statements_.stats(); }

 private:
  StatementCache::Prepare PreparerOf(SqliteStatement::Purpose purpose) {
    return [this, purpose](std::string_view sql) {
      return SqliteStatement::Prepare(db_.get(), gate_, purpose, sql);
    };
  }
  absl::Status SetWal();

  std::string path_;
  Database db_;  // Outlives the statements below.
  InterruptGate gate_;
  StatementCache verbs_;
  StatementCache statements_;
};

absl::Status SqliteConnection::Configure(Access access, const SqliteOptions& options) {
  sqlite3* db = db_.get();
  sqlite3_busy_timeout(db, options.busy_timeout_ms);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, kValueBytesMax);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  const bool writer = access == Access::kReadWrite;
  if (writer) {
    if (absl::Status wal = SetWal(); !wal.ok()) return wal;
  }
  const int cache_kib = writer ? options.writer_cache_kib : options.reader_cache_kib;
  std::string pragmas =
      "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
      "PRAGMA mmap_size=0; PRAGMA cache_size=-" +
      std::to_string(cache_kib) + ";";
  // The writer's savepoints keep the pages they may have to restore in memory.
  if (writer) {
    pragmas +=
        "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
        "PRAGMA wal_autocheckpoint=" +
        std::to_string(options.checkpoint_pages) + ";";
  }
  return Execute(pragmas);
}

absl::Status SqliteConnection::SetWal() {
  absl::StatusOr<Statement> set = Prepare("PRAGMA journal_mode=WAL");
  if (!set.ok()) return set.status();
  const absl::StatusOr<bool> row = set->Step();
  if (!row.ok()) return row.status();
  if (!*row || set->Text(0) != "wal") {
    return absl::FailedPreconditionError(path_ + ": this file system allows no write-ahead log");
  }
  return absl::OkStatus();
}

absl::Status SqliteConnection::Execute(std::string_view script) {
  if (!gate_.open()) return SqliteError(SQLITE_INTERRUPT, "", script);
  gate_.Enter(InterruptGate::Running::kWrite);
  const int code = sqlite3_exec(db_.get(), std::string(script).c_str(), nullptr, nullptr, nullptr);
  // A script holds no values, so the database's own words may be shown.
  return code == SQLITE_OK ? absl::OkStatus()
                           : SqliteError(code, sqlite3_errmsg(db_.get()), script);
}

absl::Status SqliteConnection::Do(TransactionVerb verb) {
  absl::StatusOr<Statement> statement = verbs_.Lend(kVerbs[static_cast<size_t>(verb)]);
  if (!statement.ok()) return statement.status();
  return statement->Run();
}

absl::StatusOr<int64_t> SqliteConnection::SchemaVersion() {
  absl::StatusOr<Statement> query = Prepare("PRAGMA user_version");
  if (!query.ok()) return query.status();
  const absl::StatusOr<bool> row = query->Step();
  if (!row.ok()) return row.status();
  return *row ? query->Int64(0) : 0;
}

absl::Status SqliteConnection::SetSchemaVersion(int64_t version) {
  return Execute("PRAGMA user_version=" + std::to_string(version));
}

absl::StatusOr<std::string> SqliteConnection::SchemaService() {
  bool has_table = false;
  absl::Status asked = QueryOnce(*this, "SELECT 1 FROM sqlite_schema WHERE name = 'schema_service'",
                                 [&](Statement&) { has_table = true; });
  if (!asked.ok()) return asked;
  std::string service;
  if (!has_table) return service;
  asked = QueryOnce(*this, "SELECT service FROM schema_service",
                    [&](Statement& row) { service = row.Text(0); });
  if (!asked.ok()) return asked;
  return service;
}

absl::Status SqliteConnection::SetSchemaService(std::string_view service) {
  absl::Status made = Execute(
      "CREATE TABLE IF NOT EXISTS schema_service (service TEXT NOT NULL) STRICT; "
      "DELETE FROM schema_service");
  if (!made.ok()) return made;
  return RunOnce(*this, "INSERT INTO schema_service (service) VALUES (?1)", service);
}

// Once, before the first database is opened: no count of what SQLite has allocated, which nobody
// asks for, and which takes a mutex of the process for each allocation.
void SetUpLibrary() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(done);
}

absl::Status CannotOpen(const std::string& path, const absl::Status& why) {
  return absl::Status(why.code(),
                      "cannot open the database " + path + ": " + std::string(why.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> OpenSqlite(const std::string& path, Access access,
                                                       const SqliteOptions& options) {
  const int mode = access == Access::kReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                : SQLITE_OPEN_READONLY;
  SetUpLibrary();
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened,
                                   mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database db(opened);
  if (code != SQLITE_OK) return CannotOpen(path, SqliteError(code, "", ""));
  auto connection =
      std::make_unique<SqliteConnection>(path, std::move(db), options.statements_kept_max);
  const absl::Status configured = connection->Configure(access, options);
  if (!configured.ok()) return CannotOpen(path, configured);
  return connection;
}

ConnectionFactory SqliteFile(std::string path, SqliteOptions options) {
  return [path = std::move(path), options](Access access) {
    return OpenSqlite(path, access, options);
  };
}

}  // namespace bangfu::sql
