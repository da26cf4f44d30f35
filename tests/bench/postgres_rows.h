// The lines that a PostgreSQL server is needed for, when they cannot be measured.
#ifndef BANGFU_TESTS_BENCH_POSTGRES_ROWS_H_
#define BANGFU_TESTS_BENCH_POSTGRES_ROWS_H_

#include <string>
#include <utility>

#include "tests/bench/measure.h"

namespace bangfu::bench {

// Lines without values, which say why.
inline Results PostgresNotMeasured(const std::string& why) {
  Results results;
  for (const auto& [name, unit] :
       {std::pair("import_postgres", "records/s"), std::pair("import_two_counties", "records/s"),
        std::pair("import_two_counties_lock_waits", "waits"), std::pair("sheet_vs_sql", "sheets/s"),
        std::pair("sheet_national", "ms")}) {
    results.push_back({.name = name, .unit = unit, .note = "not measured: " + why});
  }
  return results;
}

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_POSTGRES_ROWS_H_
