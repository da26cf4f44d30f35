// Figures by plain SQL on the services' tables: what a sheet would cost without roll-ups.
#ifndef BANGFU_TESTS_BENCH_PLAIN_SQL_H_
#define BANGFU_TESTS_BENCH_PLAIN_SQL_H_

#include <string>

#include "absl/status/statusor.h"

namespace bangfu::bench {

// What is computed, for the report.
inline constexpr const char* kPlainSqlFigures =
    "persons who came home, participants, free-range households and their average gain, "
    "collectives' revenue and profit, persons settled with and their average, all that was paid to "
    "people; households registered, lifted and left";

// Milliseconds until all these figures are there, on PostgreSQL: three statements, one scan each.
absl::StatusOr<double> ComputeByPlainSqlMs(const std::string& households_url,
                                           const std::string& projects_url);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PLAIN_SQL_H_
