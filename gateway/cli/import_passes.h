// The two passes of an import over the services: one that has everything checked and writes
// nothing, and one that writes. Neither reads a file twice, nor holds more of it than the batches
// under way.
#ifndef BANGFU_GATEWAY_CLI_IMPORT_PASSES_H_
#define BANGFU_GATEWAY_CLI_IMPORT_PASSES_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"

#include "gateway/cli/import_error.h"
#include "gateway/cli/import_plan.h"
#include "gateway/cli/import_stream.h"
#include "gateway/cli/server_view.h"

namespace bangfu::cli {

// The services, as an import needs them.
struct ImportServer {
  OpenImportStream open;
  ServerView view;
};

// Told of each answer: how many rows of the file have been answered.
using RowsAnswered = std::function<void(const PlannedFile& file, int64_t rows)>;

// Has the services check every row that could be converted. What they refuse is added to `errors`,
// except that a record names one which this very directory defines: the local pass has seen to
// those. The Status is of the connection, not of the records.
absl::Status CheckOnServer(const ImportPlan& plan, const ImportServer& server, int batch_size,
                           ErrorList& errors, const RowsAnswered& answered);

// What became of a file's records.
struct FileCounts {
  int64_t recorded = 0;
  int64_t unchanged = 0;  // stood there already, with the same content
};

// Writes the plan's records. `counts`, one for each file of the plan, is added to as answers come.
// Stops at the first batch that is refused, with its violations in `errors`; the batches before it
// have been written.
absl::Status Write(const ImportPlan& plan, const ImportServer& server, int batch_size,
                   ErrorList& errors, std::vector<FileCounts>& counts,
                   const RowsAnswered& answered);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_IMPORT_PASSES_H_
