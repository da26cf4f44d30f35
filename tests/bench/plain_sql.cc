#include "tests/bench/plain_sql.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"

#include "tests/bench/definitions.h"
#include "tests/bench/postgres_server.h"

namespace bangfu::bench {
namespace {

using Asked = std::pair<std::string, std::string>;  // a count's name; a project, empty for all

// What the statements come to.
struct Found {
  std::map<Asked, int64_t> counts;
  std::map<std::pair<std::string, int>, int64_t> sums;  // by project and kind of ledger entry
};

// Roles and kinds by their numbers in the contract.
constexpr char kIsProgramme[] = "programme = 'synthetic'";
constexpr char kSigned[] = "CASE WHEN reverses IS NULL THEN amount_fen ELSE -amount_fen END";

// How an indicator is made of sums and counts; those that are not here are the count of their name.
struct Formula {
  std::string_view indicator;
  std::vector<std::pair<int, int>> sums;  // sign, kind
  std::string_view per;                   // the count it is divided by; empty: none
};

const std::vector<Formula>& Formulas() {
  static const std::vector<Formula> formulas = {
      {"paid_to_people", {{1, 1}, {1, 5}, {1, 6}}, ""},
      {"collective_revenue", {{1, 3}}, ""},
      {"collective_profit", {{1, 3}, {-1, 4}}, ""},
      {"household_gain_average", {{1, 1}, {-1, 2}}, "households_free_range"},
      {"person_settlement_average", {{1, 5}}, "persons_settled"},
  };
  return formulas;
}

const Formula* FormulaOf(std::string_view indicator) {
  const auto& formulas = Formulas();
  const auto found =
      std::find_if(formulas.begin(), formulas.end(),
                   [indicator](const Formula& formula) { return formula.indicator == indicator; });
  return found == formulas.end() ? nullptr : &*found;
}

// The name of the count that a figure wants; empty when it wants none.
std::string CountOf(const TemplateFigure& figure) {
  const Formula* formula = FormulaOf(figure.indicator);
  return formula == nullptr ? figure.indicator : std::string(formula->per);
}

// The condition on a participation that has begun; empty when the count is not of participations.
// Who came home counts from the day of taking part on, if that is the later one.
std::string ConditionOf(std::string_view count, int64_t day) {
  if (count == "participants") return "true";
  if (count == "persons_returned") return absl::StrCat("return_day <= ", day);
  if (count == "households_free_range") return "role = 1";
  return {};
}

absl::StatusOr<SqlRows> Query(const std::string& url, const std::string& sql,
                              const std::string& settings = {}) {
  auto connection = ConnectPostgres(url);
  if (!connection.ok()) return connection.status();
  const auto set = RunSql(**connection, "SET work_mem = '256MB'; SET jit = off;" + settings);
  if (!set.ok()) return set.status();
  return QuerySql(**connection, sql);
}

// One pass over all participations: what counts of a participant is a bit, so that one group by
// participant serves all figures.
struct ParticipationsStatement {
  std::string sql;
  std::vector<Asked> asked;  // by column

  explicit ParticipationsStatement(int64_t day) {
    std::string of_all, of_projects;
    for (const TemplateFigure& figure : TemplateFigures()) {
      const std::string count = CountOf(figure);
      const std::string condition = ConditionOf(count, day);
      if (condition.empty()) continue;
      const int64_t bit = int64_t{1} << asked.size();
      const std::string mask = absl::StrCat("CASE WHEN ", condition, " THEN ", bit, " ELSE 0 END");
      if (figure.project.empty()) {
        absl::StrAppend(&of_all, mask, " | ");
      } else {
        absl::StrAppend(&of_projects, " WHEN '", figure.project, "' THEN ", mask);
      }
      absl::StrAppend(&sql, asked.empty() ? "SELECT " : ", ", "count(*) FILTER (WHERE mask & ", bit,
                      " <> 0)");
      asked.emplace_back(count, figure.project);
    }
    absl::StrAppend(&sql, " FROM (SELECT bit_or(", of_all, "CASE project", of_projects,
                    " ELSE 0 END) AS mask FROM participation WHERE ", kIsProgramme,
                    " AND start_day <= ", day,
                    " GROUP BY county, household, person) AS participant");
  }
};

absl::StatusOr<Found> CountParticipations(const PlainDatabases& databases, int64_t day) {
  const ParticipationsStatement statement(day);
  // In the order of its index a group needs no hash table, which the planner thinks cheaper.
  const char* const settings = databases.has_own_indexes ? "SET enable_hashagg = off" : "";
  const auto rows = Query(databases.projects_url, statement.sql, settings);
  if (!rows.ok()) return rows.status();
  Found found;
  for (size_t i = 0; i < statement.asked.size(); ++i) {
    found.counts[statement.asked[i]] = std::stoll(rows->front()[i]);
  }
  return found;
}

absl::StatusOr<Found> SumLedger(const PlainDatabases& databases, int64_t day) {
  const auto rows =
      Query(databases.projects_url,
            absl::StrCat("SELECT project, kind, sum(", kSigned, ") FROM ledger_entry WHERE ",
                         kIsProgramme, " AND day <= ", day, " GROUP BY project, kind"));
  if (!rows.ok()) return rows.status();
  Found found;
  for (const auto& row : *rows) {
    const int kind = std::stoi(row[1]);
    const int64_t sum = std::stoll(row[2]);
    found.sums[{row[0], kind}] = sum;
    found.sums[{"", kind}] += sum;
  }
  return found;
}

absl::StatusOr<Found> CountSettled(const PlainDatabases& databases, int64_t day) {
  std::vector<std::string> projects;
  for (const TemplateFigure& figure : TemplateFigures()) {
    if (CountOf(figure) == "persons_settled") {
      projects.push_back(absl::StrCat("'", figure.project, "'"));
    }
  }
  const auto rows =
      Query(databases.projects_url,
            absl::StrCat("SELECT project, count(*) FROM (SELECT project FROM ledger_entry WHERE ",
                         kIsProgramme, " AND kind = 5 AND day <= ", day, " AND project IN (",
                         absl::StrJoin(projects, ", "),
                         ") GROUP BY project, county, household, person HAVING "
                         "sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) > 0) AS person "
                         "GROUP BY project"));
  if (!rows.ok()) return rows.status();
  Found found;
  for (const auto& row : *rows) found.counts[{"persons_settled", row[0]}] = std::stoll(row[1]);
  return found;
}

// A statement of one row, its columns the counts of these names over all projects.
absl::StatusOr<Found> CountOnce(const std::string& url, const std::string& sql,
                                const std::vector<std::string>& names) {
  const auto rows = Query(url, sql);
  if (!rows.ok()) return rows.status();
  Found found;
  for (size_t i = 0; i < names.size(); ++i) {
    found.counts[{names[i], ""}] = std::stoll(rows->front()[i]);
  }
  return found;
}

absl::StatusOr<Found> CountPlaces(const PlainDatabases& databases, int64_t day) {
  const auto of = [day](const char* counted, const char* from, const char* column) {
    return absl::StrCat("(SELECT ", counted, " FROM ", from, " WHERE ", kIsProgramme, " AND ",
                        column, " <= ", day, ")");
  };
  return CountOnce(
      databases.projects_url,
      absl::StrCat(
          "SELECT ", of("count(*)", "designation", "start_day"), ", ",
          of("count(DISTINCT cadre)", "posting", "start_day"), ", ",
          of("count(DISTINCT cadre)", "posting JOIN posting_honour USING (county, posting)", "day"),
          ", ", of("count(*)", "facility", "open_day"), ", ",
          of("bit_count(bit_or(service_kinds)::bit(64))", "facility", "open_day")),
      {"counties_designated", "cadres_posted", "cadres_honoured", "facilities_opened",
       "service_kinds_offered"});
}

absl::StatusOr<Found> CountHouseholds(const PlainDatabases& databases, int64_t day) {
  return CountOnce(databases.households_url,
                   absl::StrCat("SELECT count(*) FILTER (WHERE register_day <= ", day,
                                "), count(*) FILTER (WHERE lift_day <= ", day, ") FROM household"),
                   {"households_registered", "households_lifted"});
}

int64_t ValueIn(const std::map<Asked, int64_t>& counts, const std::string& count,
                const std::string& project) {
  const auto found = counts.find({count, project});
  return found == counts.end() ? 0 : found->second;
}

PlainFigure FigureOf(const TemplateFigure& figure, const Found& found) {
  const Formula* formula = FormulaOf(figure.indicator);
  if (formula == nullptr) return {ValueIn(found.counts, figure.indicator, figure.project), 1};
  PlainFigure made;
  for (const auto& [sign, kind] : formula->sums) {
    const auto sum = found.sums.find({figure.project, kind});
    if (sum != found.sums.end()) made.numerator += sign * sum->second;
  }
  if (!formula->per.empty()) {
    made.denominator = ValueIn(found.counts, std::string(formula->per), figure.project);
  }
  return made;
}

absl::Status CompareWith(const gateway::v1::AchievementSheet& sheet, const PlainSheet& plain) {
  size_t compared = 0;
  for (const auto& section : sheet.sections()) {
    for (const auto& figure : section.figures()) {
      const auto same = plain.figures.find(figure.id());
      if (same == plain.figures.end()) continue;
      ++compared;
      if (same->second.numerator == figure.numerator() &&
          same->second.denominator == figure.denominator()) {
        continue;
      }
      return absl::InternalError(
          absl::StrCat("figure ", figure.id(), " (", figure.indicator(), ") is ",
                       figure.numerator(), " / ", figure.denominator(), " on the sheet, and ",
                       same->second.numerator, " / ", same->second.denominator, " by plain SQL"));
    }
  }
  if (compared == plain.figures.size()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the sheet has ", compared, " of the ",
                                          plain.figures.size(), " figures of its template"));
}

absl::Status RunAll(const std::string& url, const std::vector<const char*>& statements) {
  auto connection = ConnectPostgres(url);
  if (!connection.ok()) return connection.status();
  for (const char* sql : statements) {
    const auto run = RunSql(**connection, sql);
    if (!run.ok()) return run.status();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AnalyseTables(const PlainDatabases& databases) {
  absl::Status status = RunAll(databases.households_url, {"VACUUM (ANALYZE)"});
  status.Update(RunAll(databases.projects_url, {"VACUUM (ANALYZE)"}));
  return status;
}

absl::Status AddIndexesForPlainSql(PlainDatabases& databases) {
  databases.has_own_indexes = true;
  return RunAll(databases.projects_url,
                {"CREATE INDEX ON participation (county, household, person) "
                 "INCLUDE (programme, project, role, start_day, return_day)",
                 "CREATE INDEX ON ledger_entry (project, county, household, person) "
                 "INCLUDE (programme, day, reverses) WHERE kind = 5",
                 "VACUUM (ANALYZE) participation", "VACUUM (ANALYZE) ledger_entry"});
}

absl::StatusOr<PlainSheet> ComputeByPlainSql(const PlainDatabases& databases, int64_t as_of_day) {
  const absl::Time begin = absl::Now();
  std::vector<std::future<absl::StatusOr<Found>>> parts;
  for (const auto count :
       {CountParticipations, SumLedger, CountSettled, CountPlaces, CountHouseholds}) {
    parts.push_back(std::async(std::launch::async, count, databases, as_of_day));
  }
  Found all;
  absl::Status status;
  for (auto& part : parts) {
    absl::StatusOr<Found> found = part.get();
    status.Update(found.status());
    if (!found.ok()) continue;
    all.counts.merge(found->counts);
    all.sums.merge(found->sums);
  }
  if (!status.ok()) return status;
  PlainSheet sheet{.taken_ms = absl::ToDoubleMilliseconds(absl::Now() - begin)};
  for (const TemplateFigure& figure : TemplateFigures()) {
    sheet.figures[figure.id] = FigureOf(figure, all);
  }
  return sheet;
}

absl::StatusOr<PlainSheet> ComputeByPlainSql(const PlainDatabases& databases,
                                             const gateway::v1::AchievementSheet& sheet) {
  const google::type::Date& day = sheet.as_of();
  absl::StatusOr<PlainSheet> plain = ComputeByPlainSql(
      databases, absl::CivilDay(day.year(), day.month(), day.day()) - absl::CivilDay(1970, 1, 1));
  if (!plain.ok()) return plain.status();
  if (absl::Status same = CompareWith(sheet, *plain); !same.ok()) return same;
  return plain;
}

}  // namespace bangfu::bench
