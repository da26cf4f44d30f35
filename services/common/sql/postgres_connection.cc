#include "services/common/sql/postgres_connection.h"

#include <algorithm>
#include <array>
#include <climits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "services/common/sql/interrupt_gate.h"
#include "services/common/sql/postgres_bulk.h"
#include "services/common/sql/postgres_citus.h"
#include "services/common/sql/postgres_session.h"
#include "services/common/sql/postgres_statement.h"
#include "services/common/sql/postgres_url.h"
#include "services/common/sql/query.h"
#include "services/common/sql/retry.h"

namespace bangfu::sql {
namespace {

constexpr size_t kStatementsKeptMax = 256;

constexpr std::array<const char*, 7> kVerbs = {"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
                                               "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                               "COMMIT",
                                               "ROLLBACK",
                                               "SAVEPOINT part",
                                               "RELEASE SAVEPOINT part",
                                               "ROLLBACK TO SAVEPOINT part"};
static_assert(kVerbs.size() == static_cast<size_t>(TransactionVerb::kRollbackToSavepoint) + 1);

// The least limit of a statement: below it, a busy machine alone could undo a whole group.
constexpr absl::Duration kTimeoutMin = absl::Milliseconds(50);

bool BeginsTransaction(TransactionVerb verb) {
  return verb == TransactionVerb::kBeginWrite || verb == TransactionVerb::kBeginSnapshot;
}

// What the operator has set, if anything.
constexpr const char* kNoTimeout = "SET LOCAL statement_timeout TO DEFAULT; ";

constexpr const char* kMakeVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, service TEXT)";
// Tables that were made before 2026-11-30 lack it.
constexpr const char* kFindServiceColumn =
    "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('schema_version') "
    "AND attname = 'service' AND NOT attisdropped";

bool UndoesRows(TransactionVerb verb) {
  return verb == TransactionVerb::kRollback || verb == TransactionVerb::kRollbackToSavepoint;
}

class PostgresConnection final : public Connection {
 public:
  absl::Status Open(const std::string& url, Access access, std::string settings) {
    access_ = access;
    absl::StatusOr<std::unique_ptr<PostgresSession>> session =
        PostgresSession::Open(url, gate_, std::move(settings));
    if (!session.ok()) return session.status();
    session_ = *std::move(session);
    PGconn* libpq = session_->libpq();
    name_ = absl::StrCat("postgresql:", PQhost(libpq), "/", PQdb(libpq));
    bulk_ = std::make_unique<PostgresBulk>(*session_);
    return SetAccess();
  }
  ~PostgresConnection() override { statements_.Clear(); }

  absl::StatusOr<Statement> Prepare(std::string_view sql) override { return statements_.Lend(sql); }
  absl::StatusOr<Statement> PrepareLocking(std::string_view select) override {
    return statements_.Lend(std::string(select) + " FOR UPDATE");
  }
  void BeginCollecting() override { bulk_->Begin(); }
  absl::Status EndCollecting() override { return bulk_->End(); }
  absl::Status Execute(std::string_view script) override {
    for (const std::string& statement : StatementsForPostgres(script)) {
      absl::Status run = session_->Run(statement, InterruptGate::Running::kWrite);
      if (!run.ok()) return run;
    }
    return absl::OkStatus();
  }
  absl::Status Do(TransactionVerb verb) override;
  bool InTransaction() const override {
    const PGTransactionStatusType status = session_->transaction();
    return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
  }
  absl::StatusOr<int64_t> SchemaVersion() override;
  absl::Status SetSchemaVersion(int64_t version) override;
  absl::StatusOr<std::string> SchemaService() override;
  absl::Status SetSchemaService(std::string_view service) override;
  // The version's table is one of them: so it is made before it is written to.
  absl::Status PlaceTables() override {
    absl::Status made = Execute(kMakeVersionTable);
    if (!made.ok()) return made;
    return session_->Run(std::string(kPlaceTables), InterruptGate::Running::kWrite);
  }
  void Interrupt(Interruption interruption) override {
    gate_.Interrupt(interruption);
    session_->Wake();
  }
  void ClearInterrupt() override { gate_.Clear(); }
  void SetDeadline(absl::Time deadline) override { session_->set_deadline(deadline); }
  bool alive() const override { return session_->alive(); }
  absl::Status Reconnect() override {
    bulk_->Abandon();
    statements_.Clear();
    absl::Status opened = session_->Reopen();
    return opened.ok() ? SetAccess() : opened;
  }
  const std::string& name() const override { return name_; }
  const StatementCacheStats& statement_cache_stats() const override { return statements_.stats(); }

 private:
  absl::Status SetAccess() {
    if (access_ == Access::kReadWrite) return absl::OkStatus();
    return session_->Run("SET default_transaction_read_only = on", InterruptGate::Running::kVerb);
  }
  absl::StatusOr<bool> HasServiceColumn();
  // Of the version's table, which has one row at most.
  template <typename Value>
  absl::Status UpdateOrInsert(std::string_view update, std::string_view insert, Value value);
  std::string WithTimeout(TransactionVerb verb);
  std::string SetTimeout();

  InterruptGate gate_;
  Access access_ = Access::kReadOnly;
  std::string name_;
  std::unique_ptr<PostgresSession> session_;
  std::unique_ptr<PostgresBulk> bulk_;
  bool has_timeout_ = false;  // the transaction at hand: an earlier part's, or its own
  int64_t statements_prepared_ = 0;
  StatementCache statements_{kStatementsKeptMax, [this](std::string_view sql) {
                               return PostgresStatement::Prepare(
                                   *session_, *bulk_, absl::StrCat("s", ++statements_prepared_),
                                   sql);
                             }};
};

// A commit of a failed transaction succeeds, as a rollback: so look before. Nothing of it can have
// been kept, so it may be run again.
absl::Status PostgresConnection::Do(TransactionVerb verb) {
  if (UndoesRows(verb)) {
    bulk_->Abandon();
  } else if (absl::Status flushed = bulk_->Flush(); !flushed.ok()) {
    return flushed;
  }
  const bool goes_on = verb == TransactionVerb::kCommit || verb == TransactionVerb::kSetSavepoint;
  if (goes_on && session_->transaction() == PQTRANS_INERROR) {
    return TransactionLost("the transaction has failed before its end");
  }
  return session_->Run(WithTimeout(verb), InterruptGate::Running::kVerb);
}

// What was left of an earlier transaction, which could not be rolled back, ends where another
// begins. A part's limit ends with the part: where the next one begins, or the transaction is
// committed. It is set before the savepoint, so that what it is does not depend on how the part
// ends. All of it goes in the verb's own message.
std::string PostgresConnection::WithTimeout(TransactionVerb verb) {
  std::string sql = kVerbs[static_cast<size_t>(verb)];
  if (BeginsTransaction(verb)) {
    has_timeout_ = false;
    return absl::StrCat(InTransaction() ? "ROLLBACK; " : "", sql, "; ", SetTimeout());
  }
  if (verb == TransactionVerb::kSetSavepoint) return absl::StrCat(SetTimeout(), sql);
  if (verb == TransactionVerb::kCommit && has_timeout_) return absl::StrCat(kNoTimeout, sql);
  return sql;
}

// The server's own limit, of each statement, so that it does not work on for nobody. Nothing when
// there is none, and was none.
std::string PostgresConnection::SetTimeout() {
  if (session_->deadline() == absl::InfiniteFuture()) {
    return std::exchange(has_timeout_, false) ? kNoTimeout : "";
  }
  has_timeout_ = true;
  const absl::Duration left = std::max(session_->deadline() - absl::Now(), kTimeoutMin);
  return absl::StrCat("SET LOCAL statement_timeout = ",
                      std::min<int64_t>(absl::ToInt64Milliseconds(left), INT_MAX), "; ");
}

absl::StatusOr<int64_t> PostgresConnection::SchemaVersion() {
  absl::StatusOr<Statement> known = Prepare("SELECT to_regclass('schema_version') IS NOT NULL");
  if (!known.ok()) return known.status();
  absl::StatusOr<bool> row = known->Step();
  if (!row.ok()) return row.status();
  if (!*row || known->Int64(0) == 0) return 0;
  absl::StatusOr<Statement> query = Prepare("SELECT version FROM schema_version");
  if (!query.ok()) return query.status();
  row = query->Step();
  if (!row.ok()) return row.status();
  return *row ? query->Int64(0) : 0;
}

template <typename Value>
absl::Status PostgresConnection::UpdateOrInsert(std::string_view update, std::string_view insert,
                                                Value value) {
  absl::StatusOr<Statement> statement = Prepare(update);
  if (!statement.ok()) return statement.status();
  absl::Status run = statement->Bind(1, value).Run();
  if (!run.ok() || statement->Changes() > 0) return run;
  statement = Prepare(insert);
  return statement.ok() ? statement->Bind(1, value).Run() : statement.status();
}

absl::Status PostgresConnection::SetSchemaVersion(int64_t version) {
  absl::Status made = Execute(kMakeVersionTable);
  if (!made.ok()) return made;
  return UpdateOrInsert("UPDATE schema_version SET version = ?1",
                        "INSERT INTO schema_version (version) VALUES (?1)", version);
}

absl::StatusOr<bool> PostgresConnection::HasServiceColumn() {
  bool has_column = false;
  absl::Status asked = QueryOnce(*this, kFindServiceColumn, [&](Statement&) { has_column = true; });
  if (!asked.ok()) return asked;
  return has_column;
}

absl::StatusOr<std::string> PostgresConnection::SchemaService() {
  const absl::StatusOr<bool> has_column = HasServiceColumn();
  if (!has_column.ok()) return has_column.status();
  std::string service;
  if (!*has_column) return service;
  absl::Status asked = QueryOnce(*this, "SELECT service FROM schema_version",
                                 [&](Statement& row) { service = row.Text(0); });
  if (!asked.ok()) return asked;
  return service;
}

// Citus brings no copies to its servers in a transaction that has written to them: so the table is
// placed, and changed, before it is written to.
absl::Status PostgresConnection::SetSchemaService(std::string_view service) {
  absl::Status made = PlaceTables();
  if (!made.ok()) return made;
  const absl::StatusOr<bool> has_column = HasServiceColumn();
  if (!has_column.ok()) return has_column.status();
  if (!*has_column) made = Execute("ALTER TABLE schema_version ADD COLUMN service TEXT");
  if (!made.ok()) return made;
  return UpdateOrInsert("UPDATE schema_version SET service = ?1",
                        "INSERT INTO schema_version (version, service) VALUES (0, ?1)", service);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> OpenPostgres(const std::string& url, Access access,
                                                         std::string settings) {
  if (absl::Status allowed = CheckPostgresUrl(url); !allowed.ok()) return allowed;
  auto connection = std::make_unique<PostgresConnection>();
  if (absl::Status opened = connection->Open(url, access, std::move(settings)); !opened.ok())
    return opened;
  return connection;
}

ConnectionFactory PostgresServer(std::string url, std::string settings) {
  return [url = std::move(url), settings = std::move(settings)](Access access) {
    return OpenPostgres(url, access, settings);
  };
}

}  // namespace bangfu::sql
