// The bounded queue in front of one kind of thread of the Executor, and what is known of the jobs
// that its threads run. It runs nothing itself: threads take jobs out, run them, and give them
// back.
#ifndef BANGFU_SERVICES_COMMON_SQL_JOB_QUEUE_H_
#define BANGFU_SERVICES_COMMON_SQL_JOB_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "services/common/sql/cancellation.h"
#include "services/common/sql/connection.h"

namespace bangfu::sql {

// May be run again when its transaction was lost: whatever it fills, it fills anew.
using Job = absl::AnyInvocable<absl::Status(Connection&)>;
using Done = absl::AnyInvocable<void(absl::Status)>;

// On whose behalf a job runs.
struct JobContext {
  CancellationPtr cancellation;                  // May be null: not to be cancelled.
  absl::Time deadline = absl::InfiniteFuture();  // A job still waiting then is not run.
  // Of a write: the county whose rows it changes. Writes of one partition run one after the other,
  // in the order in which they came; those of others may run beside them.
  std::string partition;
};

struct QueuedJob {
  enum class State { kNew, kWaiting, kDismissed, kRunning, kRun };

  QueuedJob(JobContext job_context, Job job_body, Done job_done)
      : context(std::move(job_context)), job(std::move(job_body)), done(std::move(job_done)) {}
  bool cancelled() const { return context.cancellation && context.cancellation->cancelled(); }

  JobContext context;
  Job job;
  Done done;
  absl::Status verdict;  // Not OK: it is not to be run, and this is why.

  // The queue's.
  State state = State::kNew;
  bool holds_partition = false;      // Whoever took it is to leave it.
  Connection* connection = nullptr;  // While it runs.
  std::list<std::unique_ptr<QueuedJob>>::iterator place;
  std::optional<std::stop_callback<std::function<void()>>> on_cancel;
};

using QueuedJobPtr = std::unique_ptr<QueuedJob>;

// Thread-safe. A job taken is marked as running on the taker's connection until Finish(), and
// belongs to the queue's work until Retire(). A job whose caller cancels it leaves its place at
// once, and the next taker gets it with a verdict instead of work.
class JobQueue {
 public:
  enum class Order {
    kAsTheyCame,
    // A taker holds the partition of the job that it took until Leave(): nobody else gets a job of
    // it, and TryTake() gives no job of another. A transaction of one partition waits for no other
    // transaction that does.
    kByPartition,
  };

  explicit JobQueue(size_t waiting_max, Order order = Order::kAsTheyCame)
      : waiting_max_(waiting_max), order_(order) {}

  // RESOURCE_EXHAUSTED when full, UNAVAILABLE when closed; then `done` is never called.
  absl::Status Push(JobContext context, Job job, Done done);

  // Waits for the next job; null when the queue is closed and nothing is left.
  QueuedJobPtr Take(Connection& connection);
  // The next job for one who holds `partition`, or null when there is none now.
  QueuedJobPtr TryTake(Connection& connection, const std::string& partition);
  // Lets others have the partition that Take() gave.
  void Leave(const std::string& partition);
  // Waits so long; false, at once, when what runs is to be stopped (Abort).
  bool Pause(absl::Duration duration);
  // A job that was finished runs again on this connection; false when it must not.
  bool Restart(QueuedJob& job, Connection& connection);
  // It no longer runs: nobody interrupts the connection on its behalf any more.
  void Finish(QueuedJob& job);
  // Something runs on the connection for no single job, as the commit of several: Abort() reaches
  // it, too, until Vacate().
  void Occupy(Connection& connection);
  void Vacate(Connection& connection);
  // Calls `done` and ends the job.
  void Retire(QueuedJobPtr job, absl::Status status);

  // Refuses new jobs; Take() returns null once the old ones are through.
  void Close();
  // Waits until every job is retired; false when that has not come by the deadline.
  bool WaitUntilIdle(absl::Time deadline);
  // Dismisses what waits and interrupts what runs.
  void Abort();

  size_t waiting() const;
  uint64_t refused() const;

 private:
  using Jobs = std::list<QueuedJobPtr>;

  void OnCancel(QueuedJob& job);
  void DismissLocked(QueuedJob& job, absl::Status why);
  bool HasJobLocked() const;
  bool MayTakeLocked(const QueuedJob& job) const;
  QueuedJobPtr StartLocked(QueuedJobPtr job, Connection& connection);
  void MarkRunningLocked(QueuedJob& job, Connection& connection);

  const size_t waiting_max_;
  const Order order_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::condition_variable idle_;
  std::condition_variable aborted_or_later_;
  Jobs waiting_;
  Jobs dismissed_;
  std::set<std::string> held_;  // partitions, when jobs are taken by them
  std::list<QueuedJob*> running_;
  std::set<Connection*> occupied_;
  size_t unretired_ = 0;  // Waiting, dismissed, running, or run and not yet retired.
  uint64_t refused_ = 0;
  bool closed_ = false;
  bool aborted_ = false;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_JOB_QUEUE_H_
