// An import from beginning to end: what is read, checked and written in which order, and what is
// told of it. Not the flags: import_command.cc.
#ifndef BANGFU_GATEWAY_CLI_IMPORT_RUN_H_
#define BANGFU_GATEWAY_CLI_IMPORT_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "gateway/cli/import_error.h"
#include "gateway/cli/import_passes.h"
#include "gateway/cli/import_stream.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/text_table.h"

namespace bangfu::cli {

struct ImportOptions {
  std::string directory;
  bool dry_run = false;
  int batch_size = kBatchSizeDefault;
  int errors_max = 100;
};

struct ImportReport {
  struct File {
    std::string file;
    int64_t rows = 0;
    FileCounts counts;
  };

  std::vector<File> files;
  std::vector<ImportError> errors;
  int64_t errors_left_out = 0;
  bool dry_run = false;
  bool wrote = false;  // whether anything may have been written
  double check_seconds = 0;
  double write_seconds = 0;
  absl::Status status;  // of the connection and the directory, not of the records

  bool has_errors() const { return !errors.empty() || errors_left_out > 0; }
};

// Checks everything, and writes if nothing is wrong and this is no dry run.
ImportReport RunImport(const ImportOptions& options, const ImportServer& server,
                       Progress& progress);

// The errors as lines, and how many were left out.
std::string RenderErrors(const ImportReport& report);

// What was read and written.
std::string RenderReport(const ImportReport& report, Output output);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_IMPORT_RUN_H_
