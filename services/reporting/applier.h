// Brings batches of entries into the database and into memory: the projector on the executor's
// writer, then the snapshot, then whoever waits for it.
#ifndef BANGFU_SERVICES_REPORTING_APPLIER_H_
#define BANGFU_SERVICES_REPORTING_APPLIER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/sql/executor.h"
#include "services/reporting/progress.h"
#include "services/reporting/projector.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

using EntryBatch = std::shared_ptr<journal::v1::StreamEntriesResponse>;

class Applier {
 public:
  // What is passed must outlive every batch.
  Applier(sql::Executor& executor, Snapshots& snapshots, Progress& progress)
      : executor_(executor), snapshots_(snapshots), progress_(progress) {}

  // Returns at once. `done` is called once, with what came of the batch (see Projector::Apply, and
  // the executor's refusals), on the executor's writer or, when it refuses, on this thread.
  // Batches are applied in the order of the calls.
  void Apply(const std::string& journal, EntryBatch batch, std::function<void(absl::Status)> done);

 private:
  sql::Executor& executor_;
  Snapshots& snapshots_;
  Progress& progress_;
  Projector projector_;  // on the writer's thread only
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_APPLIER_H_
