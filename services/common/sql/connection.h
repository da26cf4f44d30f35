// A database connection as stores use it. An interface only: sqlite_connection.h and
// postgres_connection.h open one, and no backend's type appears here. SQL is written with ?1, ?2,
// ... and never contains a value.
#ifndef BANGFU_SERVICES_COMMON_SQL_CONNECTION_H_
#define BANGFU_SERVICES_COMMON_SQL_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/common/sql/statement.h"
#include "services/common/sql/statement_cache.h"

namespace bangfu::sql {

enum class Access { kReadWrite, kReadOnly };

// How far an interruption goes (Connection::Interrupt).
enum class Interruption {
  // A reading statement stops where it is. A writing one is not begun, but one that runs completes:
  // to stop it would roll back the whole transaction, and with it what others did.
  kReads,
  // Every statement stops; a stopped write rolls back the transaction that it is in.
  kEverything,
};

// The verbs of a transaction; Transaction and Savepoint (transaction.h) use them.
enum class TransactionVerb {
  kBeginWrite,     // takes the write lock at once
  kBeginSnapshot,  // reads only, all of them from one state
  kCommit,
  kRollback,
  kSetSavepoint,
  kReleaseSavepoint,
  kRollbackToSavepoint,  // the innermost; it stays set
};

// Used by one thread at a time; only Interrupt() may be called from any thread.
class Connection {
 public:
  virtual ~Connection() = default;

  // Lends the prepared statement of exactly one SQL statement out of the connection's cache.
  // INTERNAL when the text is not valid SQL for this schema.
  virtual absl::StatusOr<Statement> Prepare(std::string_view sql) = 0;

  // The same of a SELECT whose rows nobody else may change, nor read in this way, until the
  // transaction ends. Where writers are alone anyway it is Prepare().
  virtual absl::StatusOr<Statement> PrepareLocking(std::string_view select) = 0;

  // Until EndCollecting(), inserts of one row may be kept and sent together, before whatever else
  // is run: then they seem to have changed one row each, and when one of them has not, an error
  // tells so later: RowsStandThere (retry.h), here or from whatever comes next. Whoever gets that
  // rolls back, which ends the collecting, and inserts again without it. Where a statement costs
  // no way to a server, nothing is collected.
  virtual void BeginCollecting() {}
  virtual absl::Status EndCollecting() { return absl::OkStatus(); }

  // Runs a script of statements without values: a migration.
  virtual absl::Status Execute(std::string_view script) = 0;

  // Never interrupted, so that what has begun can always be ended. A server that does not answer is
  // waited for until a little after the deadline, 35 s at most (DATABASE_UNREACHABLE).
  virtual absl::Status Do(TransactionVerb verb) = 0;
  // False outside a transaction, and after the database itself has rolled one back (disk full, I/O
  // error, interrupted write).
  virtual bool InTransaction() const = 0;

  // The number of the last migration applied, 0 in an empty database. Set it inside the migration's
  // transaction.
  virtual absl::StatusOr<int64_t> SchemaVersion() = 0;
  virtual absl::Status SetSchemaVersion(int64_t version) = 0;
  // The service whose schema it is; empty when none has claimed it (claim_schema.h). Set it inside
  // a transaction that has written nothing yet.
  virtual absl::StatusOr<std::string> SchemaService() = 0;
  virtual absl::Status SetSchemaService(std::string_view service) = 0;
  // Where the database spreads its tables over several servers: places those that are not yet.
  // Inside the transaction of a migration, behind its statements, or of SetSchemaService().
  virtual absl::Status PlaceTables() { return absl::OkStatus(); }

  // From any thread: from now until ClearInterrupt() every statement ends with CANCELLED, as far as
  // the Interruption reaches. A wider one replaces a narrower one, never the other way round.
  virtual void Interrupt(Interruption interruption) = 0;
  virtual void ClearInterrupt() = 0;

  // On a server, what begins after the deadline fails with DEADLINE_EXCEEDED, and what runs then is
  // given up. Counts from the next transaction or savepoint on, until it is set anew.
  virtual void SetDeadline(absl::Time deadline) { static_cast<void>(deadline); }

  // False when the connection broke: nothing of its transaction is left, and only Reconnect() may
  // follow. No statement may be lent then. DATABASE_UNREACHABLE when it cannot be had again.
  virtual bool alive() const { return true; }
  virtual absl::Status Reconnect() { return absl::OkStatus(); }

  // What the database is called in messages: the file's path, or a server and a name.
  virtual const std::string& name() const = 0;
  virtual const StatementCacheStats& statement_cache_stats() const = 0;
};

// Opens one more connection to the same database.
using ConnectionFactory = std::function<absl::StatusOr<std::unique_ptr<Connection>>(Access access)>;

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_CONNECTION_H_
