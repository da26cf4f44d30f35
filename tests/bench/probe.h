// What the measurements of growth ask of a suite that holds a world, one aspect each. Each adds its
// lines to the results.
#ifndef BANGFU_TESTS_BENCH_PROBE_H_
#define BANGFU_TESTS_BENCH_PROBE_H_

#include "absl/status/status.h"

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

// Sheets: at once after a write, and with the heads unmoved. `name` is sheet_moved_p50 or the like;
// the baseline is the unmoved one.
absl::Status ProbeSheets(const Site& site, const std::string& name, Results& results);

// explain_p50: a page of 100 entries with the proof of each, checked as bangfuctl does.
absl::Status ProbeExplain(const Site& site, Results& results);

// verify_rate: the largest county's journal replayed and its root recomputed.
absl::Status ProbeVerify(const Site& site, Results& results);

// memory_max, and that of each process.
absl::Status ProbeMemory(const Site& site, Results& results);

// start_s and bytes_per_household: ends the processes and starts them again.
absl::Status ProbeRestart(const Site& site, Results& results);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PROBE_H_
