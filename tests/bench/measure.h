// The measurements, each against its baseline in the same run.
#ifndef BANGFU_TESTS_BENCH_MEASURE_H_
#define BANGFU_TESTS_BENCH_MEASURE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "tests/bench/result.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

struct Plan {
  uint64_t seed;
  int64_t import_entries;       // ledger entries of the import's measurement
  int64_t import_households;    // households of the other import's
  int imports;                  // how often either is repeated; the median counts
  absl::Duration load;          // of each load
  int questions;                // of each kind that are asked one after another
  std::vector<int64_t> growth;  // households, rising
  int national_counties;        // of the sheet over a nation: 832, or fewer to be quick
  int64_t national_households;  // in them
  int64_t postgres_entries;     // of the measurements on a PostgreSQL server
  std::function<void(const std::string&)> progress;  // told what comes next
};

using Results = std::vector<Result>;

// import_sqlite, import_households, project_rate, reporting_lag.
absl::StatusOr<Results> MeasureImport(const Plan& plan);

// single_write_sqlite, single_write_gateway.
absl::StatusOr<Results> MeasureSingleWrites(const Plan& plan);

// sheet_cached_* over records like the sample's.
absl::StatusOr<Results> MeasureSheets(const Plan& plan);

// At each size of the growth: sheet_moved_p50, explain_p50, verify_rate, memory_max,
// bytes_per_household, start_s, import_rate; and sheet_growth from the first to the last.
absl::StatusOr<Results> MeasureGrowth(const Plan& plan);

// sheet_national.
absl::StatusOr<Results> MeasureNational(const Plan& plan);

// import_postgres, import_two_counties, sheet_vs_sql, sheet_national_postgres.
absl::StatusOr<Results> MeasurePostgres(const Plan& plan);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_MEASURE_H_
