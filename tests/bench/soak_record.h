// What a soak came to: for people while it ends, and as JSON for soak_report.py.
#ifndef BANGFU_TESTS_BENCH_SOAK_RECORD_H_
#define BANGFU_TESTS_BENCH_SOAK_RECORD_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/memory_trend.h"

namespace bangfu::bench {

// Memory by process.
using Memory = std::map<std::string, std::vector<MemorySample>>;

struct SoakRecord {
  std::string storage;  // "SQLite"
  int copies = 1;       // of every process
  double minutes = 0;   // that it took
  int64_t households = 0;
  int64_t import_rate = 0;                             // records a second
  std::vector<std::pair<std::string, int64_t>> done;   // deeds and how many
  int64_t failures = 0;                                // calls
  std::string first_failure;                           // empty while there was none
  std::vector<std::pair<std::string, bool>> journals;  // partition, verified
  Memory memory;
};

// Whether everything was done, nothing failed, all journals verify, and no memory is known to grow.
bool SoakedWell(const SoakRecord& record);

// A line for each journal and process, and what failed.
void Print(const SoakRecord& record, std::ostream& out);

std::string RenderJson(const SoakRecord& record);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SOAK_RECORD_H_
