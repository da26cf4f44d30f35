#include "services/common/sql/run_job.h"

#include <algorithm>
#include <exception>
#include <string>
#include <typeinfo>
#include <utility>

#include "absl/time/time.h"

namespace bangfu::sql {
namespace {

// What an exception says may hold a value, so only its type is told.
absl::Status RunGuarded(QueuedJob& job, Connection& connection) {
  try {
    return job.job(connection);
  } catch (const std::exception& thrown) {
    return absl::InternalError(std::string("a database job threw ") + typeid(thrown).name());
  } catch (...) {
    return absl::InternalError("a database job threw");
  }
}

}  // namespace

absl::Status RunInSnapshot(QueuedJob& job, Connection& connection) {
  connection.SetDeadline(job.context.deadline);
  const absl::StatusOr<Transaction> snapshot =
      Transaction::Begin(connection, TransactionKind::kSnapshot);
  if (!snapshot.ok()) return snapshot.status();
  return RunGuarded(job, connection);
}

absl::Status GroupTransaction::Run(QueuedJob& job) {
  connection_.SetDeadline(job.context.deadline);
  absl::Status status = transaction_ ? RunInSavepoint(job) : RunFirst(job);
  connection_.SetDeadline(absl::InfiniteFuture());
  if (status.ok()) last_deadline_ = std::max(last_deadline_, job.context.deadline);
  return status;
}

absl::Status GroupTransaction::RunFirst(QueuedJob& job) {
  absl::StatusOr<Transaction> begun = Transaction::Begin(connection_, TransactionKind::kWrite);
  if (!begun.ok()) return begun.status();
  absl::Status status = RunGuarded(job, connection_);
  if (status.ok()) transaction_.emplace(*std::move(begun));
  return status;
}

absl::Status GroupTransaction::RunInSavepoint(QueuedJob& job) {
  absl::StatusOr<Savepoint> savepoint = Savepoint::Set(connection_);
  if (!savepoint.ok()) return savepoint.status();
  absl::Status status = RunGuarded(job, connection_);
  return status.ok() ? savepoint->Release() : status;
}

absl::Status GroupTransaction::Commit() {
  if (!transaction_) return absl::OkStatus();
  connection_.SetDeadline(last_deadline_);
  absl::Status committed = transaction_->Commit();
  connection_.SetDeadline(absl::InfiniteFuture());
  return committed;
}

}  // namespace bangfu::sql
