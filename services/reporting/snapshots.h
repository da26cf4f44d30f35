// The newest snapshot of every county that this process knows of, for many readers. Whoever has
// committed publishes; what other processes have committed is put in by refresher.h.
#ifndef BANGFU_SERVICES_REPORTING_SNAPSHOTS_H_
#define BANGFU_SERVICES_REPORTING_SNAPSHOTS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/evaluator.h"

namespace bangfu::reporting {

// Thread-safe; nobody waits for longer than it takes to copy some pointers.
class Snapshots {
 public:
  explicit Snapshots(std::vector<CountySnapshotPtr> loaded);

  // The county with what was committed. False when it does not follow upon what is known, since
  // another process has applied entries meanwhile: then nothing changes, and the county must be
  // read from the database.
  bool Publish(CountyUpdate update);

  // Puts in `after` if `before` (null: nothing) is what stands there, and else returns false.
  bool Replace(const CountySnapshotPtr& before, CountySnapshotPtr after);

  // Null for a county of which nothing was applied.
  CountySnapshotPtr Find(std::string_view county) const;

  // The programme with its counties; nullopt when no programme of this id was applied.
  std::optional<ProgrammeView> View(std::string_view programme) const;

  // All counties, by code.
  std::vector<CountySnapshotPtr> All() const;

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, CountySnapshotPtr, std::less<>> counties_ ABSL_GUARDED_BY(mutex_);
};

// The heads of the counties, by journal and county.
std::vector<journal::v1::TreeHead> HeadsOf(const std::vector<CountySnapshotPtr>& counties);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_SNAPSHOTS_H_
