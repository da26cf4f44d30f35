// Brings the snapshots up to what stands in the database, where another process applied entries.
#ifndef BANGFU_SERVICES_REPORTING_REFRESHER_H_
#define BANGFU_SERVICES_REPORTING_REFRESHER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/alarm.h>

#include "services/common/sql/executor.h"
#include "services/reporting/progress.h"
#include "services/reporting/projector.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

// Thread-safe. One refreshment is under way at a time, on a reader of the executor, and the next
// begins 10 ms after it at the earliest, however often somebody wakes it up meanwhile.
//
// Cost of one: a row for each county and journal, and what changed (county_loader.h, CatchUp).
//
// A server that fell may have lost commits that this process knows: then a county goes back, and
// whoever follows its journals must begin anew, for the entries have been sent to it.
class Refresher {
 public:
  // Called behind the snapshots' change, on a thread of the executor; must not block.
  using OnWentBack = std::function<void()>;

  // What is passed outlives it, and the executor is drained before it ends.
  Refresher(sql::Executor& executor, Sharing sharing, Snapshots& snapshots, Progress& progress,
            OnWentBack on_went_back)
      : executor_(executor),
        sharing_(sharing),
        snapshots_(snapshots),
        progress_(progress),
        on_went_back_(std::move(on_went_back)) {}
  ~Refresher() { Stop(); }
  Refresher(const Refresher&) = delete;
  Refresher& operator=(const Refresher&) = delete;

  Sharing sharing() const { return sharing_; }

  // There may be something new; returns at once.
  void Wake();
  // Nothing begins any more, and what has begun is over. The executor must still run.
  void Stop();

 private:
  // What was known of a county, null for nothing, and what was read then.
  struct Refreshed {
    CountySnapshotPtr before;
    CountySnapshotPtr after;
  };
  using Known = std::map<std::string, CountySnapshotPtr>;

  void Begin();
  // A county whose rows are not what they should be (DATA_LOSS) holds up none of the others, and
  // its error is returned; any other error ends it, since the transaction is lost with it.
  absl::Status Refresh(sql::Connection& connection, const Known& known,
                       std::vector<Refreshed>& refreshed) const;
  absl::StatusOr<CountySnapshotPtr> Read(sql::Connection& connection, const std::string& county,
                                         const CountySnapshotPtr& before) const;
  static bool WentBack(const Refreshed& county);
  void OnRead(const absl::Status& status, std::vector<Refreshed> refreshed);
  void Note(const absl::Status& status);

  sql::Executor& executor_;
  const Sharing sharing_;
  Snapshots& snapshots_;
  Progress& progress_;
  const OnWentBack on_went_back_;

  absl::Mutex mutex_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;   // reading, or an alarm is to ring
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;  // since the last reading began
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::string trouble_ ABSL_GUARDED_BY(mutex_);  // told last; empty when there is none
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_REFRESHER_H_
