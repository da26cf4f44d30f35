// Sheets on PostgreSQL: sheet_vs_sql at each size, with the import that comes before it, and
// sheet_national.
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "tests/bench/by_size.h"
#include "tests/bench/definitions.h"
#include "tests/bench/import_world.h"
#include "tests/bench/on_server.h"
#include "tests/bench/plain_sql.h"
#include "tests/bench/probe.h"
#include "tests/bench/sheet_caller.h"
#include "tests/bench/statistics.h"

namespace bangfu::bench {
namespace {

constexpr int kPlainRuns = 3;  // after one that brings the pages into memory

// What plain SQL takes, in milliseconds: with the services' indexes alone, with its own besides,
// and with these and groups in their order.
struct PlainTimes {
  double as_indexed_ms = 0;
  double with_indexes_ms = 0;
  double in_order_ms = 0;
  double best_ms() const { return std::min({as_indexed_ms, with_indexes_ms, in_order_ms}); }
};

absl::StatusOr<double> PlainMs(PlainSql& sql, const gateway::v1::AchievementSheet& sheet) {
  std::vector<double> times_ms;
  for (int run = -1; run < kPlainRuns; ++run) {
    const absl::StatusOr<PlainSheet> plain = sql.Compute(sheet);
    if (!plain.ok()) return plain.status();
    if (run >= 0) times_ms.push_back(plain->taken_ms);
  }
  return Median(times_ms);
}

absl::StatusOr<PlainTimes> TimePlainSql(const Site& site, PlainSql& sql) {
  site.plan.progress("the sheet's figures by plain SQL");
  const auto sheet = SheetCaller(site.suite.channel(), kTemplate).Ask();
  if (!sheet.ok()) return sheet.status();
  const absl::StatusOr<double> as_indexed = PlainMs(sql, *sheet);
  if (!as_indexed.ok()) return as_indexed.status();
  if (absl::Status added = sql.AddIndexes(); !added.ok()) return added;
  const absl::StatusOr<double> with_indexes = PlainMs(sql, *sheet);
  if (!with_indexes.ok()) return with_indexes.status();
  if (absl::Status set = sql.SetHashing(false); !set.ok()) return set;
  const absl::StatusOr<double> in_order = PlainMs(sql, *sheet);
  if (!in_order.ok()) return in_order.status();
  return PlainTimes{*as_indexed, *with_indexes, *in_order};
}

// What is asked of the sheet, or of its figures, against what plain SQL takes.
Result PlainLine(const Site& site, std::string name, double suite_ms, double plain_ms,
                 std::string method) {
  Result line = LineOf(site, std::move(name), "per second");
  line.value = 1000 / suite_ms;
  line.baseline = 1000 / plain_ms;
  line.against = "the faster plain SQL, as sheet_vs_sql describes it";
  line.method = std::move(method);
  return line;
}

// `sheet` is what ProbeSheets found.
void AddPlainLines(const Site& site, const Result& sheet, const ComputingTimes& computing,
                   const PlainTimes& plain, Results& results) {
  Result figures = PlainLine(site, "sheet_vs_sql", computing.figures_ms, plain.best_ms(), "");
  figures.against = absl::StrCat(
      "plain SQL on the services' tables for the same 30 figures, its values compared with the "
      "sheet's, the fastest of three: with the services' indexes alone, with four made for it, and "
      "with groups in the order of those; median of ",
      kPlainRuns, " after one: ", kPlainSqlMethod);
  figures.method = absl::StrCat(
      "the 30 figures, computed anew by reporting (ComputeFigures, asked of reporting itself as "
      "SQL "
      "is asked of its server, one caller), median of ",
      site.plan.questions,
      ", each after a write that reporting has applied, of today; nothing is kept");
  figures.note = absl::StrFormat(
      "plain SQL: %.1f ms with the services' indexes, %.1f ms with its own, %.1f ms in the order "
      "of "
      "these; the figures %.2f ms; a sheet, which has more than figures: %.2f ms computed anew, "
      "%.2f ms at once after "
      "a write, %.2f ms with heads unmoved",
      plain.as_indexed_ms, plain.with_indexes_ms, plain.in_order_ms, computing.figures_ms,
      computing.sheet_ms, *sheet.value, *sheet.baseline);
  results.push_back(std::move(figures));
  results.push_back(PlainLine(site, "sheet_anew_vs_sql", computing.sheet_ms, plain.best_ms(),
                              "all of a sheet, through the gateway, after a write that reporting "
                              "has applied, in a language of which nothing is kept"));
  results.push_back(
      PlainLine(site, "sheet_moved_vs_sql", *sheet.value, plain.best_ms(),
                "sheet_moved_postgres: it waits until reporting has applied a write"));
  Result sql = LineOf(site, "plain_sql", "ms");
  sql.value = plain.best_ms();
  sql.baseline = sheet.value;
  sql.against = "sheet_moved_postgres";
  sql.method = "the plain SQL of sheet_vs_sql";
  results.push_back(std::move(sql));
}

absl::Status ImportTimed(const Site& site, Results& results) {
  int64_t records = 0;
  const absl::Time begin = absl::Now();
  absl::Status status = ImportWorld(site.world, site.suite.channel(),
                                    [&](const County&, int64_t so_far) { records = so_far; });
  if (!status.ok()) return status;
  Result line = LineOf(site, "import_rate_postgres", "records/s");
  line.value = static_cast<double>(records) / absl::ToDoubleSeconds(absl::Now() - begin);
  line.against = "none: import_postgres is the line with one";
  line.method = absl::StrCat(
      "once; all records of the world through the gateway, register and work side by side, while "
      "reporting applies them; ",
      kServerMethod);
  results.push_back(std::move(line));
  return site.suite.AwaitReporting();
}

World ServerWorld(const Plan& plan, int64_t households, int counties) {
  return World({.households = households,
                .counties = counties,
                .projects = 100,
                .ledger_entries_per_household = 3,
                .seed = plan.seed});
}

using SuiteProbe = absl::Status (*)(const PostgresServer& server, const Site& site,
                                    Results& results);

// Fills a suite on the server with the world, and probes it.
absl::StatusOr<Results> ProbeOnServer(const Plan& plan, const PostgresServer& server,
                                      const World& world, SuiteProbe probe) {
  const TemporaryDirectory directory;
  const std::string definitions = directory.path() + "/definitions";
  absl::Status status = WriteDefinitions(definitions);
  if (!status.ok()) return status;
  auto suite = FilledSuite::StartEmpty(OnServer(server, "sheets", definitions));
  if (!suite.ok()) return suite.status();
  Results results;
  const Site site{plan, world, **suite};
  status = ImportTimed(site, results);
  if (status.ok()) status = probe(server, site, results);
  suite->reset();
  status.Update(DropDatabases(server, "sheets"));
  if (!status.ok()) return status;
  return results;
}

absl::Status ProbePlainSql(const PostgresServer& server, const Site& site, Results& results) {
  const auto households = server.Database("sheetshouseholds");
  const auto projects = server.Database("sheetsprojects");
  const auto reporting = server.Database("sheetsreporting");
  if (!households.ok() || !projects.ok() || !reporting.ok()) {
    return absl::UnavailableError("a database is gone");
  }
  absl::StatusOr<PlainSql> sql = PlainSql::Open(*households, *projects, *reporting);
  if (!sql.ok()) return sql.status();
  absl::Status status = ProbeSheets(site, "sheet_moved_postgres", kAfterTheImport, 0, results);
  if (!status.ok()) return status;
  const Result moved = results.back();
  const absl::StatusOr<ComputingTimes> computing = TimeComputing(site);
  if (!computing.ok()) return computing.status();
  const absl::StatusOr<PlainTimes> plain = TimePlainSql(site, *sql);
  if (!plain.ok()) return plain.status();
  AddPlainLines(site, moved, *computing, *plain, results);
  return absl::OkStatus();
}

absl::Status ProbeNational(const PostgresServer&, const Site& site, Results& results) {
  results.clear();  // of its import
  return ProbeSheets(site, "sheet_national", kAfterTheImport, 0, results);
}

}  // namespace

absl::StatusOr<Results> MeasureServerSheets(const Plan& plan, const PostgresServer& server) {
  std::vector<Results> by_size;
  for (const int64_t households : plan.postgres_growth) {
    plan.progress(absl::StrCat("sheets on PostgreSQL, and by plain SQL: ",
                               GroupedDigits(households), " households, importing"));
    auto at_size = ProbeOnServer(plan, server, ServerWorld(plan, households, 5), ProbePlainSql);
    if (!at_size.ok()) return at_size.status();
    by_size.push_back(*std::move(at_size));
  }
  Results results = ArrangeBySize(by_size);
  for (const int64_t larger : plan.growth) {
    if (larger <= plan.postgres_growth.back()) continue;
    results.push_back(LeftOut("sheet_vs_sql", larger,
                              "on PostgreSQL a million households are asked for; growth beyond "
                              "them is measured on SQLite"));
  }
  plan.progress(
      absl::StrCat("a sheet over ", plan.national_counties, " counties on PostgreSQL: importing"));
  auto national = ProbeOnServer(plan, server,
                                ServerWorld(plan, plan.national_households, plan.national_counties),
                                ProbeNational);
  if (!national.ok()) return national.status();
  for (Result& line : *national) {
    line.households = 0;
    line.note = "PostgreSQL";
    results.push_back(std::move(line));
  }
  return results;
}

}  // namespace bangfu::bench
