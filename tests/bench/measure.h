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
  absl::Duration load;                               // of each load
  int64_t growth_households;                         // where growth begins
  std::vector<int64_t> growth;                       // multiples of them
  std::function<void(const std::string&)> progress;  // told what comes next
};

// Import against the bare loop, then how far reporting was behind and its rate.
absl::StatusOr<std::vector<Result>> MeasureImport(const Plan& plan);

// Sheets at 1, 16 and 64 callers against the echo, and each process's memory, over the suite with
// the sample's number of households.
absl::StatusOr<std::vector<Result>> MeasureSheets(const Plan& plan);

// Sheets at one caller, at each multiple of the households against once.
absl::StatusOr<std::vector<Result>> MeasureGrowth(const Plan& plan);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_MEASURE_H_
