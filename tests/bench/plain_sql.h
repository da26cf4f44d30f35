// The figures of the measurements' sheet by plain SQL on the services' tables: what the sheet would
// cost without roll-ups.
#ifndef BANGFU_TESTS_BENCH_PLAIN_SQL_H_
#define BANGFU_TESTS_BENCH_PLAIN_SQL_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "tests/bench/postgres_server.h"

namespace bangfu::bench {

// What is computed and how, for the report.
inline constexpr const char* kPlainSqlMethod =
    "all 30 figures of the sheet, five statements at once on connections that are open already, "
    "parallel workers on, work_mem 256 MB, shared_buffers 4 GB, random_page_cost 1.1, JIT off, all "
    "tables vacuumed and analysed, behind a checkpoint: one over participations (different "
    "participants, persons returned, free-range households, of the programme and of the projects "
    "asked, as bits by participant), one over the ledger (sums by project and kind, as figures ask "
    "for them), one over settlements (persons whose settlements outnumber their reversals), one "
    "over designations, postings, honours and facilities, one over the register (registered and "
    "lifted; every county is designated, so nothing is asked about that)";

struct PlainFigure {
  int64_t numerator = 0;
  int64_t denominator = 1;  // 1 when the figure is no average
};

struct PlainSheet {
  double taken_ms = 0;
  std::map<std::string, PlainFigure> figures;  // by the id of the template's figure
};

// The services' databases, with what is computed of two of them.
class PlainSql {
 public:
  // Connects. Of all three databases the tables are cleaned and analysed, as a server's own process
  // would in time, and what was changed is written.
  static absl::StatusOr<PlainSql> Open(const std::string& households_url,
                                       const std::string& projects_url,
                                       const std::string& reporting_url);

  // Adds the indexes that these statements gain by and the services do without.
  absl::Status AddIndexes();
  // Whether groups may be made by hashing, where an index brings them in order.
  absl::Status SetHashing(bool on);

  // All figures of the template with the sheet's day; INTERNAL, naming the figure, when one is
  // another one than the sheet's.
  absl::StatusOr<PlainSheet> Compute(const gateway::v1::AchievementSheet& sheet);

 private:
  static constexpr size_t kStatements = 5;

  absl::Status Clean();

  PostgresConnection households_, projects_, reporting_;
  std::vector<PostgresConnection> workers_;  // one for each statement
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_PLAIN_SQL_H_
