// What the measurements of growth ask of a suite that holds a world, one aspect each. Each adds its
// lines to the results.
#ifndef BANGFU_TESTS_BENCH_PROBE_H_
#define BANGFU_TESTS_BENCH_PROBE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "tests/bench/filled_suite.h"
#include "tests/bench/measure.h"
#include "tests/bench/result.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

struct Site {
  const Plan& plan;
  const World& world;
  FilledSuite& suite;
};

// A line about the site, without values.
Result LineOf(const Site& site, std::string name, std::string unit);

// Sheets: at once after a write, and with the heads unmoved. `name` is sheet_moved_p50 or the like,
// `when` says in the method what came before; the baseline is the unmoved one. `set` is one of
// MoreEntries() that nothing else on that suite writes: 0, 4 to 8 are left to this.
absl::Status ProbeSheets(const Site& site, const std::string& name, const std::string& when,
                         int set, Results& results);

// For `when`.
inline constexpr char kAfterAMonth[] = "after a month's entries had come in";
inline constexpr char kAfterTheImport[] = "right after the import of everything";

// sheet_moved_earlier: the same as of a day amid the years.
absl::Status ProbeEarlierSheets(const Site& site, Results& results);

// What computing takes when reporting has applied a write: medians, each time after one.
struct ComputingTimes {
  double figures_ms = 0;  // the figures alone: ReportingService.ComputeFigures, of reporting itself
  double sheet_ms = 0;    // all of a sheet of which nothing is kept
};
absl::StatusOr<ComputingTimes> TimeComputing(const Site& site);

// explain_p50: a page of 100 entries with the proof of each, checked as bangfuctl does.
absl::Status ProbeExplain(const Site& site, Results& results);

// sheet_cached_64 and sheet_cached_p50 of the same sheet, against an echo of as many bytes.
absl::Status ProbeCachedSheets(const Site& site, Results& results);

// single_write_gateway: 64 callers, each with a record of its own.
absl::Status ProbeSingleWrites(const Site& site, Results& results);

// Imports as many entries as a month of the world's ledgers has, all over its counties, and has
// reporting apply them. What an office works with is in memory then, and not what an import of
// everything happened to end with.
absl::Status WorkAMonth(const Site& site);

// import_sqlite: as measured on a fresh database, into this one. Leaves reporting stopped.
absl::Status ProbeImport(const Site& site, Results& results);

// verify_rate: the largest county's journal replayed and its root recomputed.
absl::Status ProbeVerify(const Site& site, Results& results);

// memory_max, and that of each process. `idle_kib`: the same before the import.
absl::Status ProbeMemory(const Site& site, const std::map<std::string, long>& idle_kib,
                         Results& results);

// start_s and bytes_per_household: ends the processes and starts them again.
absl::Status ProbeRestart(const Site& site, Results& results);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PROBE_H_
