#include "tests/bench/plain_sql.h"

#include "absl/time/clock.h"

#include "tests/bench/postgres_server.h"

namespace bangfu::bench {
namespace {

// Roles and kinds by their numbers in the contract. Whoever has only entries that were reversed
// does not count: hence the inner sums.
constexpr char kLedger[] = R"sql(
SELECT sum(amount) FILTER (WHERE kind = 1), sum(amount) FILTER (WHERE kind = 2),
       sum(amount) FILTER (WHERE kind = 3), sum(amount) FILTER (WHERE kind = 4),
       sum(amount) FILTER (WHERE kind = 5), count(*) FILTER (WHERE kind = 5 AND entries > 0),
       sum(amount) FILTER (WHERE kind IN (1, 5, 6))
FROM (SELECT county, kind, household, person,
             sum(CASE WHEN reverses IS NULL THEN amount_fen ELSE -amount_fen END) AS amount,
             sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) AS entries
      FROM ledger_entry WHERE programme = 'synthetic' AND day <= 18627
      GROUP BY county, kind, household, person) AS by_subject)sql";

constexpr char kParticipations[] = R"sql(
SELECT count(DISTINCT (county, household, person)),
       count(DISTINCT (county, household, person)) FILTER (WHERE return_day IS NOT NULL),
       count(DISTINCT (county, household, person)) FILTER (WHERE role = 1)
FROM participation WHERE programme = 'synthetic' AND start_day <= 18627)sql";

constexpr char kHouseholds[] = R"sql(
SELECT count(*), count(*) FILTER (WHERE lift_day <= 18627),
       count(*) FILTER (WHERE departure_day <= 18627)
FROM household WHERE register_day <= 18627)sql";

}  // namespace

absl::StatusOr<double> ComputeByPlainSqlMs(const std::string& households_url,
                                           const std::string& projects_url) {
  auto households = ConnectPostgres(households_url);
  if (!households.ok()) return households.status();
  auto projects = ConnectPostgres(projects_url);
  if (!projects.ok()) return projects.status();
  const absl::Time begin = absl::Now();
  for (const char* sql : {kLedger, kParticipations}) {
    const auto computed = RunSql(**projects, sql);
    if (!computed.ok()) return computed.status();
  }
  const auto computed = RunSql(**households, kHouseholds);
  if (!computed.ok()) return computed.status();
  return absl::ToDoubleMilliseconds(absl::Now() - begin);
}

}  // namespace bangfu::bench
