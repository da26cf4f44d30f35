// The lines that a PostgreSQL server is needed for, when they cannot be measured.
#ifndef BANGFU_TESTS_BENCH_POSTGRES_ROWS_H_
#define BANGFU_TESTS_BENCH_POSTGRES_ROWS_H_

#include <array>
#include <string>

#include "tests/bench/measure.h"

namespace bangfu::bench {

struct PostgresLine {
  const char* name;
  const char* unit;
};

// In the order of the report, but for those that have a size in their names.
inline constexpr std::array kPostgresLines = {
    PostgresLine{"import_postgres", "records/s"},
    PostgresLine{"import_postgres_vs_grouped", "records/s"},
    PostgresLine{"import_postgres_followed", "records/s"},
    PostgresLine{"import_two_counties", "records/s"},
    PostgresLine{"import_two_counties_lock_waits", "waits"},
    PostgresLine{"import_two_counties_file_waits", "waits"},
    PostgresLine{"import_two_counties_notify_waits", "waits"},
    PostgresLine{"import_rate_postgres", "records/s"},
    PostgresLine{"sheet_moved_postgres", "ms"},
    PostgresLine{"sheet_vs_sql", "per second"},
    PostgresLine{"sheet_anew_vs_sql", "per second"},
    PostgresLine{"sheet_moved_vs_sql", "per second"},
    PostgresLine{"plain_sql", "ms"},
    PostgresLine{"sheet_national", "ms"}};

// Lines without values, which say why.
inline Results PostgresNotMeasured(const std::string& why) {
  Results results;
  for (const PostgresLine& line : kPostgresLines) {
    results.push_back({.name = line.name, .unit = line.unit, .note = "not measured: " + why});
  }
  return results;
}

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_POSTGRES_ROWS_H_
