#include "services/reporting/applier.h"

#include <utility>

namespace bangfu::reporting {

void Applier::Apply(const std::string& journal, EntryBatch batch,
                    std::function<void(absl::Status)> done) {
  auto update = std::make_shared<CountyUpdate>();
  absl::Status queued = executor_.Write(
      {},
      [this, journal, batch, update](sql::Connection& connection) {
        absl::StatusOr<CountyUpdate> applied = projector_.Apply(connection, journal, *batch);
        if (!applied.ok()) return applied.status();
        *update = *std::move(applied);
        return absl::OkStatus();
      },
      // Called in the order of the jobs, after their commit.
      [this, update, done](absl::Status status) {
        if (status.ok()) {
          snapshots_.Publish(std::move(*update));
          progress_.Notify();
        }
        done(std::move(status));
      });
  if (!queued.ok()) done(std::move(queued));
}

}  // namespace bangfu::reporting
