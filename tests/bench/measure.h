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
  absl::Duration load_by_size;  // of each load that is repeated at every size of the growth
  int questions;                // of each kind that are asked one after another
  std::vector<int64_t> growth;  // households, rising
  int national_counties;        // of the sheet over a nation: 832, or fewer to be quick
  int64_t national_households;  // in them
  int64_t postgres_entries;     // of two imports at once on a PostgreSQL server
  std::vector<int64_t> postgres_growth;  // households of the sheets on that server, rising
  std::function<void(const std::string&)> progress;  // told what comes next
};

using Results = std::vector<Result>;

// import_sqlite, import_sqlite_rate, import_households, project_rate, reporting_lag.
absl::StatusOr<Results> MeasureImport(const Plan& plan);

// single_write_sqlite, single_write_gateway.
absl::StatusOr<Results> MeasureSingleWrites(const Plan& plan);

// sheet_cached_* over records like the sample's.
absl::StatusOr<Results> MeasureSheets(const Plan& plan);

// At each size of the growth: import_rate, import_sqlite, import_applied_rate, memory_max,
// sheet_moved_p50, sheet_growth_after_import and sheet_growth, both from the first size to this
// one; sheet_cached_64, sheet_cached_p50, explain_p50, single_write_gateway, verify_rate,
// bytes_per_household, start_s.
absl::StatusOr<Results> MeasureGrowth(const Plan& plan);

// sheet_national_sqlite, sheet_national_sqlite_cached.
absl::StatusOr<Results> MeasureNational(const Plan& plan);

// import_postgres, import_two_counties, sheet_vs_sql, sheet_national, on PostgreSQL.
absl::StatusOr<Results> MeasurePostgres(const Plan& plan);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_MEASURE_H_
