// The lines on PostgreSQL: import_postgres, import_two_counties, sheet_vs_sql,
// sheet_national_postgres. Without a server, or services that know one, each says so.
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/bench/bare_postgres.h"
#include "tests/bench/definitions.h"
#include "tests/bench/import_world.h"
#include "tests/bench/lock_sampler.h"
#include "tests/bench/measure.h"
#include "tests/bench/plain_sql.h"
#include "tests/bench/postgres_rows.h"
#include "tests/bench/postgres_server.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {
namespace {

using Batches = std::vector<projects::v1::ImportRecordsRequest>;

constexpr char kServerMethod[] =
    "a server of its own on a Unix socket of this machine, fsync and full_page_writes on";

// A suite whose services keep their records on the server, under names that begin so.
SuiteOptions OnServer(const PostgresServer& server, const std::string& prefix,
                      const std::string& definitions = {}) {
  return {.definitions = definitions, .database = [&server, prefix](const std::string& service) {
            const auto url = server.Database(prefix + service);
            return url.ok() ? *url : std::string("postgresql:///none");
          }};
}

bool ServicesKnowPostgres() {
  const TemporaryDirectory directory;
  const std::string output = directory.path() + "/help.txt";
  const auto code = RunToEnd({ProgramDirectory() + "/bangfu-projects", "--help"}, output);
  std::ifstream file(output);
  const std::string help((std::istreambuf_iterator<char>(file)), {});
  return code.ok() && absl::StrContains(help, "--database");
}

Batches LedgerOf(const World& world, const County& county, int64_t entries) {
  Batches batches;
  world.MakeLedger(county, {0, entries},
                   [&batches](auto batch) { batches.push_back(std::move(batch)); });
  return batches;
}

absl::StatusOr<double> ImportSeconds(FilledSuite& suite, const Batches& batches) {
  const absl::Time begin = absl::Now();
  absl::Status status = ImportProjects(suite.channel(), [&](const ProjectsBatchSink& sink) {
    for (const auto& batch : batches) sink(batch);
  });
  if (!status.ok()) return status;
  return absl::ToDoubleSeconds(absl::Now() - begin);
}

// One county's import, then two others' side by side, with the locks watched.
absl::Status MeasureImports(const Plan& plan, const PostgresServer& server, double bare,
                            Results& results) {
  const World world({.households = 6000,
                     .counties = 3,
                     .projects = 10,
                     .ledger_entries_per_household = 0,
                     .seed = plan.seed});
  const int64_t entries = plan.postgres_entries / 2;
  auto suite = FilledSuite::Start(world, OnServer(server, "import"));
  if (!suite.ok()) return suite.status();
  const auto one = ImportSeconds(**suite, LedgerOf(world, world.counties()[0], entries));
  if (!one.ok()) return one.status();
  const Batches first = LedgerOf(world, world.counties()[1], entries);
  const Batches second = LedgerOf(world, world.counties()[2], entries);
  const auto url = server.Database("importprojects");
  auto connection = ConnectPostgres(url.ok() ? *url : "");
  if (!connection.ok()) return connection.status();
  // Or it would take its processor time from the second measurement instead of the first.
  if (absl::Status applied = (*suite)->AwaitReporting(); !applied.ok()) return applied;
  LockSampler locks(*std::move(connection));
  const absl::Time begin = absl::Now();
  auto beside =
      std::async(std::launch::async, [&] { return ImportSeconds(**suite, second).status(); });
  absl::Status status = ImportSeconds(**suite, first).status();
  status.Update(beside.get());
  const double both = absl::ToDoubleSeconds(absl::Now() - begin);
  locks.Stop();
  if (!status.ok()) return status;

  const auto records = static_cast<double>(entries);
  const std::string size = GroupedDigits(entries) + " ledger entries of a county";
  results.push_back({.name = "import_postgres",
                     .value = records / *one,
                     .unit = "records/s",
                     .baseline = bare,
                     .against = "a bare upsert of unnested arrays, 500 rows a transaction",
                     .size = size,
                     .method = absl::StrCat("once; ", kServerMethod)});
  results.push_back({.name = "import_two_counties",
                     .value = 2 * records / both,
                     .unit = "records/s",
                     .baseline = records / *one,
                     .against = "the import of one county alone",
                     .size = "two such imports side by side",
                     .method = "two streams at once"});
  results.push_back({.name = "import_two_counties_lock_waits",
                     .value = static_cast<double>(locks.waits()),
                     .unit = "waits",
                     .size = absl::StrCat(GroupedDigits(locks.looks()), " looks"),
                     .method = absl::StrCat(
                         "sessions that pg_stat_activity showed waiting for a lock of a row, a "
                         "transaction or a table meanwhile; beside them ",
                         locks.file_waits(), " at the end of a table's file")});
  return absl::OkStatus();
}

absl::StatusOr<Results> SheetsOnServer(const Plan& plan, const PostgresServer& server,
                                       const World& world, const std::string& prefix,
                                       const std::string& name, double& plain_sql_ms) {
  const TemporaryDirectory directory;
  const std::string definitions = directory.path() + "/definitions";
  absl::Status status = WriteDefinitions(definitions);
  if (!status.ok()) return status;
  auto suite = FilledSuite::Start(world, OnServer(server, prefix, definitions));
  if (!suite.ok()) return suite.status();
  Results results;
  status = ProbeSheets({plan, world, **suite}, name, results);
  if (!status.ok()) return status;
  const auto households = server.Database(prefix + "households");
  const auto projects = server.Database(prefix + "projects");
  if (!households.ok() || !projects.ok()) return absl::UnavailableError("a database is gone");
  // Twice: the second time the pages are in memory.
  for (int i = 0; i < 2; ++i) {
    const auto ms = ComputeByPlainSqlMs(*households, *projects);
    if (!ms.ok()) return ms.status();
    plain_sql_ms = *ms;
  }
  return results;
}

absl::Status MeasureServerSheets(const Plan& plan, const PostgresServer& server, Results& results) {
  plan.progress("sheets on PostgreSQL, and by plain SQL: importing");
  double plain_sql_ms = 0;
  const World world({.households = plan.postgres_entries,
                     .counties = 5,
                     .projects = 100,
                     .ledger_entries_per_household = 3,
                     .seed = plan.seed});
  auto sheets = SheetsOnServer(plan, server, world, "sheets", "sheet_vs_sql", plain_sql_ms);
  if (!sheets.ok()) return sheets.status();
  Result line = sheets->front();
  line.value = 1000 / *line.value;
  line.unit = "sheets/s";
  line.baseline = 1000 / plain_sql_ms;
  line.against = absl::StrCat("plain SQL on the services' tables: ", kPlainSqlFigures);
  line.method += "; as sheets a second at one caller, heads moved";
  line.households = 0;
  results.push_back(std::move(line));
  plan.progress(
      absl::StrCat("a sheet over ", plan.national_counties, " counties on PostgreSQL: importing"));
  const World national({.households = plan.national_households,
                        .counties = plan.national_counties,
                        .projects = 100,
                        .ledger_entries_per_household = 3,
                        .seed = plan.seed});
  sheets =
      SheetsOnServer(plan, server, national, "national", "sheet_national_postgres", plain_sql_ms);
  if (!sheets.ok()) return sheets.status();
  sheets->front().households = 0;
  results.push_back(sheets->front());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Results> MeasurePostgres(const Plan& plan) {
  plan.progress("PostgreSQL");
  const auto server = PostgresServer::Start();
  if (absl::IsUnavailable(server.status())) {
    return PostgresNotMeasured(std::string(server.status().message()));
  }
  if (!server.ok()) return server.status();
  const World world({.households = 6000, .counties = 3, .projects = 10, .seed = plan.seed});
  const auto url = (*server)->Database("bare");
  if (!url.ok()) return url.status();
  const auto bare =
      MeasureBarePostgres(*url, LedgerOf(world, world.counties()[0], plan.postgres_entries / 2));
  if (!bare.ok()) return bare.status();
  if (!ServicesKnowPostgres()) {
    Results results = PostgresNotMeasured("the services have no flag --database");
    results.front().baseline = *bare;
    return results;
  }
  Results results;
  absl::Status status = MeasureImports(plan, **server, *bare, results);
  if (status.ok()) status = MeasureServerSheets(plan, **server, results);
  if (!status.ok()) return status;
  return results;
}

}  // namespace bangfu::bench
