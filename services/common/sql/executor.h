// Where SQL runs: threads that write and commit groups of jobs, and threads that read, each with a
// connection that it keeps. Nothing here knows what a job does, nor which database it is.
#ifndef BANGFU_SERVICES_COMMON_SQL_EXECUTOR_H_
#define BANGFU_SERVICES_COMMON_SQL_EXECUTOR_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/common/sql/connection.h"
#include "services/common/sql/job_queue.h"
#include "services/common/sql/retry.h"
#include "services/common/sql/run_job.h"

namespace bangfu::sql {

struct ExecutorOptions {
  size_t readers = 4;
  // More than one where the database lets several write at once, in different partitions.
  size_t writers = 1;
  size_t writes_waiting_max = 1024;
  size_t reads_waiting_max = 1024;
  size_t group_max = 64;  // Write jobs in one commit.
  // For how long a job whose transaction is lost again and again is run again.
  absl::Duration retry_max = absl::Seconds(10);
  // Called on a writer's thread after each commit that keeps something, before those jobs' `done`:
  // wakes up whoever follows the journal. Must be quick, and must not throw.
  std::function<void()> on_commit;
};

struct ExecutorStats {
  size_t writes_waiting = 0;
  size_t reads_waiting = 0;
  uint64_t writes_refused = 0;  // Queue full.
  uint64_t reads_refused = 0;
  uint64_t commits = 0;
  uint64_t jobs_committed = 0;
  uint64_t jobs_run_again = 0;  // Their transaction or connection was lost.
};

// Thread-safe, but Drain() and the destructor must not run on the executor's own threads.
class Executor {
 public:
  // Opens every connection, so that a database that cannot be opened is told at once.
  static absl::StatusOr<std::unique_ptr<Executor>> Start(const ConnectionFactory& open,
                                                         ExecutorOptions options = {});
  // Drains without waiting.
  ~Executor();

  // Both return at once: OK means that `done` will be called exactly once, on a thread of the
  // executor, and must neither block nor throw; RESOURCE_EXHAUSTED (queue full) and UNAVAILABLE
  // (draining) mean that neither `job` nor `done` will be called.
  //
  // `job` runs on a thread of the executor; a status that is not OK, or an exception (which becomes
  // INTERNAL), undoes what it wrote, and goes to `done`. While it waits, cancelling takes it out
  // (CANCELLED) and a deadline that has passed keeps it from running (DEADLINE_EXCEEDED).
  //
  // A job whose transaction the database gives up, or whose connection breaks, is run again in a
  // new one, until its deadline, for `retry_max` at most. If that was amid a commit, it may have
  // been kept: a job sees for itself what it finds (a stored answer, a position).
  //
  // Write: the job runs inside a transaction that it shares with others, and can fail alone; `done`
  // gets OK only after the commit. When the commit fails, every job of the group gets its error.
  // Cancelling a write that runs stops it between two statements, or within a reading one; a
  // writing statement completes, since to stop it would undo the whole group.
  absl::Status Write(JobContext context, Job job, Done done);

  // Read: the job sees one state of the database throughout. Cancelling one that runs stops the
  // very statement it is in.
  absl::Status Read(JobContext context, Job job, Done done);

  // Refuses new jobs, lets the others finish until the deadline, then dismisses what waits
  // (UNAVAILABLE) and interrupts what runs (CANCELLED), and ends the threads. A job that is not in
  // SQL is waited for: it cannot be stopped.
  void Drain(absl::Time deadline);

  ExecutorStats Stats() const;

 private:
  struct Outcome {
    QueuedJobPtr job;
    absl::Status status;
  };

  using Connections = std::vector<std::unique_ptr<Connection>>;

  Executor(ExecutorOptions options, Connections writers, Connections readers);

  void WriteLoop(Connection& connection);
  void ReadLoop(Connection& connection);
  void RunGroup(Connection& connection, QueuedJobPtr first);
  std::vector<Outcome> RunAndCommit(Connection& connection, QueuedJobPtr first);
  void RunAgain(Connection& connection, std::vector<Outcome>& group);
  void Commit(Connection& connection, GroupTransaction& transaction, std::vector<Outcome>& group);
  bool Recover(JobQueue& queue, Connection& connection, Backoff& backoff, absl::Time until);

  const ExecutorOptions options_;
  JobQueue writes_;
  JobQueue reads_;
  std::atomic<uint64_t> commits_{0};
  std::atomic<uint64_t> jobs_committed_{0};
  std::atomic<uint64_t> jobs_run_again_{0};
  Connections writers_;  // Closed last: the last one tidies up the log.
  Connections readers_;
  std::mutex drain_mutex_;
  std::vector<std::thread> threads_;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_EXECUTOR_H_
