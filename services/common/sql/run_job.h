// Runs jobs in transactions: one that reads in a snapshot, those that write in groups that are
// committed together. Knows no queue and no thread: executor.h brings the jobs.
#ifndef BANGFU_SERVICES_COMMON_SQL_RUN_JOB_H_
#define BANGFU_SERVICES_COMMON_SQL_RUN_JOB_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "services/common/sql/connection.h"
#include "services/common/sql/job_queue.h"
#include "services/common/sql/transaction.h"

namespace bangfu::sql {

// Runs a job that reads. An exception becomes INTERNAL.
absl::Status RunInSnapshot(QueuedJob& job, Connection& connection);

// The transaction that a group of write jobs shares. There is one exactly when a job of the group
// has succeeded: one that fails before that takes the whole transaction along and needs no
// savepoint, which spares most groups of one its cost.
class GroupTransaction {
 public:
  explicit GroupTransaction(Connection& connection) : connection_(connection) {}

  // Runs the job; when it fails, nothing of it is left.
  absl::Status Run(QueuedJob& job);
  // False when the database has rolled the transaction back under the jobs that it holds.
  bool MayGoOn() const { return !transaction_ || connection_.InTransaction(); }
  // Keeps what the jobs did, if there is anything. After an error nothing of it remains, unless
  // the connection broke meanwhile: then nobody knows. A commit is not cut short by a job's
  // deadline, but when the last of them is over, an answer is not waited for any longer.
  absl::Status Commit();
  bool empty() const { return !transaction_.has_value(); }

 private:
  absl::Status RunFirst(QueuedJob& job);
  absl::Status RunInSavepoint(QueuedJob& job);

  Connection& connection_;
  std::optional<Transaction> transaction_;
  absl::Time last_deadline_ = absl::InfinitePast();  // of the jobs that succeeded
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_RUN_JOB_H_
