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
  absl::StatusOr<Transaction> transaction = Transaction::Begin(connection, TransactionKind::kWrite);
  if (!transaction.ok()) return transaction.status();
  if (absl::Status run = connection.Execute(migration.sql); !run.ok()) return run;
  if (absl::Status placed = connection.PlaceTables(); !placed.ok()) return placed;
  if (absl::Status set = connection.SetSchemaVersion(migration.version); !set.ok()) return set;
  return transaction->Commit();
}

// On Citus tables are placed under locks of the whole cluster, so that migrations of databases that
// have nothing in common may be in each other's way.
absl::Status ApplyUntilDone(Connection& connection, const Migration& migration) {
  Backoff backoff(kMigrationTriedFor);
  while (true) {
    absl::Status applied = Apply(connection, migration);
    if (!absl::IsAborted(applied)) return applied;
    const auto pause = backoff.Next(absl::Now(), absl::InfiniteFuture(), Chance());
    if (!pause) return applied;
    absl::SleepFor(*pause);
  }
}

}  // namespace

absl::Status Migrate(Connection& connection, std::span<const Migration> migrations) {
  const absl::StatusOr<int64_t> found = connection.SchemaVersion();
  if (!found.ok()) return found.status();
  const auto known = static_cast<int64_t>(migrations.size());
  if (*found > known) return SchemaTooNew(connection, *found, known);
  for (const Migration& migration : migrations.subspan(static_cast<size_t>(*found))) {
    assert(migration.version == &migration - migrations.data() + 1);
    if (const absl::Status applied = ApplyUntilDone(connection, migration); !applied.ok()) {
      return absl::Status(applied.code(), connection.name() + ": migration " +
                                              std::string(migration.name) +
                                              " failed: " + std::string(applied.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace bangfu::sql
