#include "services/common/sql/transaction.h"

#include <cassert>

#include "services/common/sql/retry.h"

namespace bangfu::sql {
namespace {

absl::Status RolledBackAlready(const Connection& connection) {
  if (!connection.alive()) return DatabaseUnreachable("it broke off within a transaction");
  return absl::AbortedError("the database has rolled back the transaction before its end");
}

void RollBack(Connection& connection) {
  // A failure leaves no transaction either: the database rolls back when it cannot go on.
  if (connection.InTransaction()) connection.Do(TransactionVerb::kRollback).IgnoreError();
}

absl::Status RollBackToSavepoint(Connection& connection) {
  if (!connection.InTransaction()) return absl::OkStatus();
  absl::Status undone = connection.Do(TransactionVerb::kRollbackToSavepoint);
  undone.Update(connection.Do(TransactionVerb::kReleaseSavepoint));
  return undone;
}

}  // namespace

absl::StatusOr<Transaction> Transaction::Begin(Connection& connection, TransactionKind kind) {
  const absl::Status begun =
      connection.Do(kind == TransactionKind::kWrite ? TransactionVerb::kBeginWrite
                                                    : TransactionVerb::kBeginSnapshot);
  if (!begun.ok()) return begun;
  return Transaction(connection);
}

Transaction::~Transaction() {
  if (Connection* connection = hold_.Take()) RollBack(*connection);
}

absl::Status Transaction::Commit() {
  Connection* connection = hold_.Take();
  assert(connection != nullptr);
  if (!connection->InTransaction()) return RolledBackAlready(*connection);
  absl::Status committed = connection->Do(TransactionVerb::kCommit);
  if (!committed.ok()) RollBack(*connection);
  return committed;
}

absl::StatusOr<Savepoint> Savepoint::Set(Connection& connection) {
  const absl::Status set = connection.Do(TransactionVerb::kSetSavepoint);
  if (!set.ok()) return set;
  return Savepoint(connection);
}

Savepoint::~Savepoint() {
  if (Connection* connection = hold_.Take()) RollBackToSavepoint(*connection).IgnoreError();
}

absl::Status Savepoint::Release() {
  Connection* connection = hold_.Take();
  assert(connection != nullptr);
  if (!connection->InTransaction()) return RolledBackAlready(*connection);
  absl::Status released = connection->Do(TransactionVerb::kReleaseSavepoint);
  if (!released.ok()) RollBackToSavepoint(*connection).IgnoreError();
  return released;
}

absl::Status Savepoint::Rollback() {
  Connection* connection = hold_.Take();
  assert(connection != nullptr);
  return RollBackToSavepoint(*connection);
}

}  // namespace bangfu::sql
