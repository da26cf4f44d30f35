// Callers who wait until reporting has applied some positions of the journals. Nobody blocks: each
// has a callback, and an alarm for when its time is nearly up.
#ifndef BANGFU_SERVICES_REPORTING_PROGRESS_H_
#define BANGFU_SERVICES_REPORTING_PROGRESS_H_

#include <functional>
#include <list>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/sql/cancellation.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

// Positions that must have been applied.
using Positions = std::vector<journal::v1::JournalPosition>;

// When one who waits until `deadline` gives up: a fifth of the time is left for the answer, 5 to
// 500 milliseconds.
absl::Time WhenToGiveUp(absl::Time deadline, absl::Time now);

// Thread-safe. Ends after all callbacks have run: Close() sees to it that they do.
class Progress {
 public:
  explicit Progress(const Snapshots& snapshots) : snapshots_(snapshots) {}
  ~Progress();

  // Calls `resume` once, here and now when the positions are reached, else from a gRPC thread: OK
  // when they are; UNAVAILABLE, reason REPORTING_BEHIND, shortly before the deadline, so that the
  // answer still gets through; CANCELLED; UNAVAILABLE, reason SHUTTING_DOWN.
  void Await(Positions positions, absl::Time deadline, sql::CancellationPtr cancellation,
             std::function<void(absl::Status)> resume);

  // Something was applied.
  void Notify();

  // No caller waits any longer, nor will any from now on.
  void Close();

 private:
  class Waiter;

  // OK, or the first position that is not reached, as REPORTING_BEHIND.
  absl::Status Reached(const Positions& positions) const;
  void Resume(const std::shared_ptr<Waiter>& waiter, bool time_is_up);

  const Snapshots& snapshots_;
  absl::Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<std::shared_ptr<Waiter>> waiters_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PROGRESS_H_
