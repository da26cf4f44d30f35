// The measurements, each against its baseline.
#ifndef BANGFU_TESTS_BENCH_MEASURE_H_
#define BANGFU_TESTS_BENCH_MEASURE_H_

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "tests/bench/result.h"

namespace bangfu::bench {

struct Plan {
  int64_t import_entries;                            // ledger entries of the import's measurement
  int64_t import_households;                         // households of the other import's
  absl::Duration load;                               // of each load
  int64_t growth_households;                         // where growth begins
  std::vector<int64_t> growth;                       // multiples of them
  std::function<void(const std::string&)> progress;  // told what comes next
};

// Import of the ledger against the bare loop, how far reporting was behind, and its rate; import of
// households and persons against the bare loop.
absl::StatusOr<std::vector<Result>> MeasureImport(const Plan& plan);

// Sheets at 1, 16 and 64 callers against the echo, and each process's memory, over as many records
// as the sample has of each kind.
absl::StatusOr<std::vector<Result>> MeasureSheets(const Plan& plan);

// Sheets at one caller, at each multiple of the households against once.
absl::StatusOr<std::vector<Result>> MeasureGrowth(const Plan& plan);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_MEASURE_H_
