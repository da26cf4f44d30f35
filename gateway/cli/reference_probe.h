// Looks after what a service's check of a batch leaves open. A service stops at a record that names
// one which is not recorded yet, though this very directory defines it, and does not look at what
// else is wrong there; and it does not look into the other service for villages and programmes.
#ifndef BANGFU_GATEWAY_CLI_REFERENCE_PROBE_H_
#define BANGFU_GATEWAY_CLI_REFERENCE_PROBE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

#include "gateway/cli/batch_reader.h"
#include "gateway/cli/import_plan.h"
#include "gateway/cli/record_index.h"
#include "gateway/cli/record_mapper.h"
#include "gateway/cli/server_view.h"

namespace bangfu::cli {

class ReferenceProbe {
 public:
  // Both must outlive this.
  ReferenceProbe(const ImportPlan& plan, const ServerView& view) : plan_(plan), view_(view) {}

  // What is wrong with a record that the service found nothing wrong with. `stopped`: except that
  // it names records of this directory which are not recorded yet.
  absl::StatusOr<std::vector<CellProblem>> Check(const RecordBatch& batch, int index, bool stopped);

  // Where a record differs from that of its name which stands there already.
  absl::StatusOr<CellProblem> Difference(const RecordBatch& batch, int index);

 private:
  absl::Status CheckReference(const RecordBatch& batch, int column, const std::string& name,
                              bool stopped, std::vector<CellProblem>& problems);
  // Whether a record of this name, other than the one looked at, stands there already.
  absl::StatusOr<bool> StandsThere(const RecordBatch& batch, int index);
  absl::StatusOr<bool> Exists(const std::string& name);
  absl::StatusOr<bool> RunsIn(const std::string& project, const std::string& county);
  // What was answered before, or what `ask` answers now.
  absl::StatusOr<bool> Remember(const std::string& question,
                                const std::function<absl::StatusOr<bool>()>& ask);

  const ImportPlan& plan_;
  const ServerView& view_;
  absl::flat_hash_map<Fingerprint, bool> answers_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_REFERENCE_PROBE_H_
