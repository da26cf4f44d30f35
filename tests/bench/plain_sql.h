// The figures of the measurements' sheet by plain SQL on the services' tables: what the sheet would
// cost without roll-ups.
#ifndef BANGFU_TESTS_BENCH_PLAIN_SQL_H_
#define BANGFU_TESTS_BENCH_PLAIN_SQL_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"

namespace bangfu::bench {

// The two databases that hold what the figures are computed of.
struct PlainDatabases {
  std::string households_url;
  std::string projects_url;
  bool has_own_indexes = false;  // AddIndexesForPlainSql was called
};

// What is computed and how, for the report.
inline constexpr const char* kPlainSqlMethod =
    "all 30 figures of the sheet, five statements at once on connections of their own, parallel "
    "workers on, work_mem 256 MB, JIT off, tables vacuumed and analysed: one over participations "
    "(different participants, persons returned, free-range households, of the programme and of the "
    "projects asked, as bits by participant), one over the ledger (sums by project and kind), one "
    "over settlements (persons whose settlements outnumber their reversals), one over "
    "designations, "
    "postings, honours and facilities, one over the register (registered and lifted; every county "
    "is designated, so nothing is asked about that)";

struct PlainFigure {
  int64_t numerator = 0;
  int64_t denominator = 1;  // 1 when the figure is no average
};

struct PlainSheet {
  double taken_ms = 0;
  std::map<std::string, PlainFigure> figures;  // by the id of the template's figure
};

// Cleans and analyses the tables, as a server's own process would in time.
absl::Status AnalyseTables(const PlainDatabases& databases);

// Adds the indexes that these statements gain by and the services do without.
absl::Status AddIndexesForPlainSql(PlainDatabases& databases);

// All figures of the template, up to and including the day (1970-01-01 = 0).
absl::StatusOr<PlainSheet> ComputeByPlainSql(const PlainDatabases& databases, int64_t as_of_day);

// The same with the sheet's day; INTERNAL, naming the figure, when a figure is another one than the
// sheet's.
absl::StatusOr<PlainSheet> ComputeByPlainSql(const PlainDatabases& databases,
                                             const gateway::v1::AchievementSheet& sheet);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PLAIN_SQL_H_
