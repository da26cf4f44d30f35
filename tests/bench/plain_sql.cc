#include "tests/bench/plain_sql.h"

#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <set>
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

// One pass over all participations: what counts of a participant is a bit, so that one group by
// participant serves all figures; how many have the same bits is all that is fetched.
struct ParticipationsStatement {
  std::string sql;
  std::vector<Asked> asked;  // by bit

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
      asked.emplace_back(count, figure.project);
    }
    sql = absl::StrCat("SELECT mask, count(*) FROM (SELECT bit_or(", of_all, "CASE project",
                       of_projects, " ELSE 0 END) AS mask FROM participation WHERE ", kIsProgramme,
                       " AND start_day <= ", day,
                       " GROUP BY county, household, person) AS participant GROUP BY mask");
  }
};

absl::StatusOr<Found> CountParticipations(PGconn& connection, int64_t day) {
  const ParticipationsStatement statement(day);
  const auto rows = QuerySql(connection, statement.sql);
  if (!rows.ok()) return rows.status();
  Found found;
  for (const Asked& asked : statement.asked) found.counts[asked] = 0;
  for (const auto& row : *rows) {
    const int64_t mask = std::stoll(row[0]);
    for (size_t i = 0; i < statement.asked.size(); ++i) {
      if ((mask >> i & 1) != 0) found.counts[statement.asked[i]] += std::stoll(row[1]);
    }
  }
  return found;
}

std::string Quoted(const std::string& text) { return absl::StrCat("'", text, "'"); }

// Which entries a sum is made of: of all projects some kinds, of some projects all.
std::string WantedEntries() {
  std::set<int> kinds;
  std::set<std::string> projects;
  for (const TemplateFigure& figure : TemplateFigures()) {
    const Formula* formula = FormulaOf(figure.indicator);
    if (formula == nullptr) continue;
    if (!figure.project.empty()) {
      projects.insert(Quoted(figure.project));
      continue;
    }
    for (const auto& [sign, kind] : formula->sums) kinds.insert(kind);
  }
  return absl::StrCat("(kind IN (", absl::StrJoin(kinds, ", "), ") OR project IN (",
                      absl::StrJoin(projects, ", "), "))");
}

absl::StatusOr<Found> SumLedger(PGconn& connection, int64_t day) {
  const auto rows = QuerySql(
      connection, absl::StrCat("SELECT project, kind, sum(", kSigned, ") FROM ledger_entry WHERE ",
                               kIsProgramme, " AND day <= ", day, " AND ", WantedEntries(),
                               " GROUP BY project, kind"));
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

absl::StatusOr<Found> CountSettled(PGconn& connection, int64_t day) {
  std::set<std::string> projects;
  for (const TemplateFigure& figure : TemplateFigures()) {
    if (CountOf(figure) == "persons_settled") projects.insert(Quoted(figure.project));
  }
  const auto rows = QuerySql(
      connection, absl::StrCat("SELECT project, count(*) FROM (SELECT project FROM ledger_entry "
                               "WHERE ",
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
absl::StatusOr<Found> CountOnce(PGconn& connection, const std::string& sql,
                                const std::vector<std::string>& names) {
  const auto rows = QuerySql(connection, sql);
  if (!rows.ok()) return rows.status();
  Found found;
  for (size_t i = 0; i < names.size(); ++i) {
    found.counts[{names[i], ""}] = std::stoll(rows->front()[i]);
  }
  return found;
}

absl::StatusOr<Found> CountPlaces(PGconn& connection, int64_t day) {
  const auto of = [day](const char* counted, const char* from, const char* column) {
    return absl::StrCat("(SELECT ", counted, " FROM ", from, " WHERE ", kIsProgramme, " AND ",
                        column, " <= ", day, ")");
  };
  return CountOnce(
      connection,
      absl::StrCat(
          "SELECT ", of("count(*)", "designation", "start_day"), ", ",
          of("count(DISTINCT cadre)", "posting", "start_day"), ", ",
          of("count(DISTINCT cadre)", "posting JOIN posting_honour USING (county, posting)", "day"),
          ", ", of("count(*)", "facility", "open_day"), ", ",
          of("bit_count(bit_or(service_kinds)::bit(64))", "facility", "open_day")),
      {"counties_designated", "cadres_posted", "cadres_honoured", "facilities_opened",
       "service_kinds_offered"});
}

absl::StatusOr<Found> CountHouseholds(PGconn& connection, int64_t day) {
  return CountOnce(connection,
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

absl::Status RunAll(PGconn& connection, const std::vector<const char*>& statements) {
  for (const char* sql : statements) {
    const auto run = RunSql(connection, sql);
    if (!run.ok()) return run.status();
  }
  return absl::OkStatus();
}

// The register's statement comes first: it has another database.
constexpr std::array kCounts = {CountHouseholds, CountParticipations, SumLedger, CountSettled,
                                CountPlaces};

}  // namespace

absl::StatusOr<PlainSql> PlainSql::Open(const std::string& households_url,
                                        const std::string& projects_url,
                                        const std::string& reporting_url) {
  static_assert(kCounts.size() == kStatements);
  PlainSql sql;
  const auto connect = [](const std::string& url, PostgresConnection& connection) {
    absl::StatusOr<PostgresConnection> connected = ConnectPostgres(url);
    if (connected.ok()) connection = *std::move(connected);
    return connected.status();
  };
  absl::Status status = connect(households_url, sql.households_);
  status.Update(connect(projects_url, sql.projects_));
  status.Update(connect(reporting_url, sql.reporting_));
  for (size_t i = 0; i < kStatements && status.ok(); ++i) {
    status = connect(i == 0 ? households_url : projects_url, sql.workers_.emplace_back());
    if (!status.ok()) break;
    status = RunAll(*sql.workers_.back(), {"SET work_mem = '256MB'", "SET jit = off"});
  }
  if (status.ok()) status = sql.Clean();
  if (!status.ok()) return status;
  return sql;
}

absl::Status PlainSql::Clean() {
  absl::Status status;
  for (const PostgresConnection* connection : {&households_, &projects_, &reporting_}) {
    status.Update(RunAll(**connection, {"VACUUM (ANALYZE)"}));
  }
  status.Update(RunAll(*projects_, {"CHECKPOINT"}));
  return status;
}

absl::Status PlainSql::AddIndexes() {
  absl::Status status =
      RunAll(*households_, {"CREATE INDEX ON household (register_day, lift_day)"});
  status.Update(
      RunAll(*projects_, {"CREATE INDEX ON participation (county, household, person) "
                          "INCLUDE (programme, project, role, start_day, return_day)",
                          "CREATE INDEX ON ledger_entry (project, county, household, person) "
                          "INCLUDE (programme, day, reverses) WHERE kind = 5",
                          "CREATE INDEX ON ledger_entry (project, kind) "
                          "INCLUDE (programme, day, amount_fen, reverses)"}));
  if (status.ok()) status = Clean();
  return status;
}

absl::Status PlainSql::SetHashing(bool on) {
  absl::Status status;
  for (const PostgresConnection& worker : workers_) {
    status.Update(RunAll(*worker, {on ? "SET enable_hashagg = on" : "SET enable_hashagg = off"}));
  }
  return status;
}

absl::StatusOr<PlainSheet> PlainSql::Compute(const gateway::v1::AchievementSheet& sheet) {
  const google::type::Date& date = sheet.as_of();
  const int64_t day =
      absl::CivilDay(date.year(), date.month(), date.day()) - absl::CivilDay(1970, 1, 1);
  const absl::Time begin = absl::Now();
  std::vector<std::future<absl::StatusOr<Found>>> parts;
  for (size_t i = 0; i < kStatements; ++i) {
    parts.push_back(std::async(std::launch::async, kCounts[i], std::ref(*workers_[i]), day));
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
  PlainSheet plain{.taken_ms = absl::ToDoubleMilliseconds(absl::Now() - begin)};
  for (const TemplateFigure& figure : TemplateFigures()) {
    plain.figures[figure.id] = FigureOf(figure, all);
  }
  if (absl::Status same = CompareWith(sheet, plain); !same.ok()) return same;
  return plain;
}

}  // namespace bangfu::bench
