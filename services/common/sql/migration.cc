#include "services/common/sql/migration.h"

#include <cassert>
#include <string>

#include "absl/time/clock.h"

#include "services/common/sql/retry.h"
#include "services/common/sql/transaction.h"
#include "services/common/status/errors.h"

namespace bangfu::sql {
namespace {

absl::Status SchemaTooNew(const Connection& connection, int64_t found, int64_t known) {
  return Error(absl::StatusCode::kFailedPrecondition, "SCHEMA_TOO_NEW",
               connection.name() + " has schema version " + std::to_string(found) +
                   ", this program knows versions up to " + std::to_string(known) +
                   ": start a newer program");
}

absl::Status Apply(Connection& connection, const Migration& migration) {
  if (absl::Status run = connection.Execute(migration.sql); !run.ok()) return run;
  if (absl::Status placed = connection.PlaceTables(); !placed.ok()) return placed;
  return connection.SetSchemaVersion(migration.version);
}

absl::Status InTransaction(Connection& connection, absl::FunctionRef<absl::Status()> change) {
  absl::StatusOr<Transaction> transaction = Transaction::Begin(connection, TransactionKind::kWrite);
  if (!transaction.ok()) return transaction.status();
  if (absl::Status changed = change(); !changed.ok()) return changed;
  return transaction->Commit();
}

}  // namespace

// On Citus tables are placed under locks of the whole cluster, so that migrations of databases that
// have nothing in common may be in each other's way.
absl::Status ChangeSchema(Connection& connection, absl::FunctionRef<absl::Status()> change) {
  Backoff backoff(kMigrationTriedFor);
  while (true) {
    absl::Status changed = InTransaction(connection, change);
    if (!absl::IsAborted(changed)) return changed;
    const auto pause = backoff.Next(absl::Now(), absl::InfiniteFuture(), Chance());
    if (!pause) return changed;
    absl::SleepFor(*pause);
  }
}

absl::Status Migrate(Connection& connection, std::span<const Migration> migrations) {
  const absl::StatusOr<int64_t> found = connection.SchemaVersion();
  if (!found.ok()) return found.status();
  const auto known = static_cast<int64_t>(migrations.size());
  if (*found > known) return SchemaTooNew(connection, *found, known);
  for (const Migration& migration : migrations.subspan(static_cast<size_t>(*found))) {
    assert(migration.version == &migration - migrations.data() + 1);
    const absl::Status applied =
        ChangeSchema(connection, [&] { return Apply(connection, migration); });
    if (!applied.ok()) {
      return absl::Status(applied.code(), connection.name() + ": migration " +
                                              std::string(migration.name) +
                                              " failed: " + std::string(applied.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace bangfu::sql
