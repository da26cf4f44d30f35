// What there is to import: the files of a directory in the order of import, and, once they have
// been checked, how many rows each has and which records they define.
#ifndef BANGFU_GATEWAY_CLI_IMPORT_PLAN_H_
#define BANGFU_GATEWAY_CLI_IMPORT_PLAN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

#include "gateway/cli/csv_reader.h"
#include "gateway/cli/import_error.h"
#include "gateway/cli/record_index.h"
#include "gateway/cli/record_spec.h"

namespace bangfu::cli {

struct PlannedFile {
  const FileSpec* spec;
  int order;  // among FileSpecs()
  std::string path;
  int64_t rows = 0;  // that became records
};

struct ImportPlan {
  std::vector<PlannedFile> files;
  RecordIndex index;
  // Collections ("villages") of which some rows could not be read: what those rows define is not in
  // the index, and is not to be missed.
  absl::flat_hash_set<std::string> incomplete;

  int64_t rows() const;

  // Whether this directory defines the record, or may do so in a row that could not be read whole.
  bool Defines(std::string_view name) const;
};

// The files ending in .csv that the directory holds; other files are not looked at. A .csv file
// that no spec knows, and a directory without any, is an error in `errors`. A Status when the
// directory cannot be read.
absl::StatusOr<ImportPlan> PlanImport(const std::string& directory, ErrorList& errors);

// Opens a file for reading; one that cannot be opened is reported in the source's first read.
CsvReader::Source OpenPlanned(const PlannedFile& file);

// Told after each row of the pass that reads the files.
using RowSeen = std::function<void(const PlannedFile& file, int64_t rows)>;

// Reads all files whole: counts rows, fills the index, and reports everything that can be known
// without a service: what cannot be read or converted, records defined twice, projects that do not
// run in the row's county, reversals that do not mirror what they reverse.
void CheckLocally(ImportPlan& plan, ErrorList& errors, const RowSeen& seen);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_IMPORT_PLAN_H_
