// Brings batches of entries into the database and into memory: the projector on the executor's
// writer, then the snapshot, then whoever waits for it. Where another process applied some of them,
// the refresher sees to the snapshot.
#ifndef BANGFU_SERVICES_REPORTING_APPLIER_H_
#define BANGFU_SERVICES_REPORTING_APPLIER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

#include "services/common/sql/executor.h"
#include "services/reporting/progress.h"
#include "services/reporting/projector.h"
#include "services/reporting/refresher.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

class Applier {
 public:
  // What is passed must outlive every batch.
  Applier(sql::Executor& executor, Snapshots& snapshots, Progress& progress, Refresher& refresher)
      : executor_(executor), snapshots_(snapshots), progress_(progress), refresher_(refresher) {}

  using Done = std::function<void(absl::Status)>;

  // Returns at once. `done` is called once, with what came of the batch (see Projector::Apply, and
  // the executor's refusals), on an executor's writer or, when it refuses, on this thread.
  // A county's batches are applied in the order of the calls; those that wait for the database
  // together are applied together.
  void Apply(const std::string& journal, EntryBatch batch, Done done);

 private:
  // The batches of one county and journal that no job has taken yet, in order; there is no empty
  // one. Each call puts one in and queues one job; a job takes all there is, so that later ones may
  // find nothing.
  struct Inbox {
    std::vector<EntryBatch> batches;
    std::vector<Done> dones;  // one for each
  };
  // A job's own, also when it is run again.
  struct Work {
    Inbox taken;
    Applied applied;
  };
  using InboxKey = std::pair<std::string, std::string>;  // journal, county

  // Takes the batch out again that was put in last.
  void Withdraw(const InboxKey& key, const EntryBatch& batch, const absl::Status& why);
  void Take(const InboxKey& key, Work& work);
  absl::Status Run(sql::Connection& connection, const std::string& journal, Work& work);
  // After the commit, or why there is none.
  void Finish(const absl::Status& status, Work& work);
  // Lends a projector that nobody else uses meanwhile.
  std::unique_ptr<Projector> TakeProjector();
  void GiveBack(std::unique_ptr<Projector> projector);

  sql::Executor& executor_;
  Snapshots& snapshots_;
  Progress& progress_;
  Refresher& refresher_;
  absl::Mutex mutex_;
  absl::flat_hash_map<InboxKey, Inbox> inboxes_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<Projector>> idle_ ABSL_GUARDED_BY(mutex_);  // one per writer at most
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_APPLIER_H_
