// Transactions and savepoints that roll back unless they are told to stay.
#ifndef BANGFU_SERVICES_COMMON_SQL_TRANSACTION_H_
#define BANGFU_SERVICES_COMMON_SQL_TRANSACTION_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"

namespace bangfu::sql {

enum class TransactionKind { kWrite, kSnapshot };

// Forgets its connection when moved from, so that one handle alone ends what was begun.
class ConnectionHold {
 public:
  explicit ConnectionHold(Connection& connection) : connection_(&connection) {}
  ConnectionHold(ConnectionHold&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  ConnectionHold& operator=(ConnectionHold&&) = delete;

  // The connection, once; null ever after.
  Connection* Take() { return std::exchange(connection_, nullptr); }

 private:
  Connection* connection_;
};

class Transaction {
 public:
  // A write takes the lock at once: one that reads first and locks later fails with BUSY_SNAPSHOT,
  // whatever the busy timeout. UNAVAILABLE when the lock is not to be had.
  static absl::StatusOr<Transaction> Begin(Connection& connection, TransactionKind kind);
  Transaction(Transaction&&) noexcept = default;
  ~Transaction();

  // Once. ABORTED when the database itself has already rolled the transaction back; after any error
  // nothing of it remains.
  absl::Status Commit();

 private:
  explicit Transaction(Connection& connection) : hold_(connection) {}

  ConnectionHold hold_;
};

// Part of a transaction that can be undone alone. Savepoints nest.
class Savepoint {
 public:
  static absl::StatusOr<Savepoint> Set(Connection& connection);
  Savepoint(Savepoint&&) noexcept = default;
  ~Savepoint();

  // Keeps what was done since Set(), as part of the transaction around it. ABORTED when the
  // database has rolled the whole transaction back; after any error nothing of the part remains.
  absl::Status Release();
  // Undoes what was done since Set(); the destructor does the same.
  absl::Status Rollback();

 private:
  explicit Savepoint(Connection& connection) : hold_(connection) {}

  ConnectionHold hold_;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_TRANSACTION_H_
