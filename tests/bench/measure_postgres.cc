// The lines on PostgreSQL: import_postgres, import_postgres_followed, import_two_counties and its
// lock waits; and those of measure_postgres_sheets.cc. Without a server, or services that know one,
// each says so.
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "services/common/server/batch_stream.h"
#include "tests/bench/bare_postgres.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/import_world.h"
#include "tests/bench/lock_sampler.h"
#include "tests/bench/on_server.h"
#include "tests/bench/postgres_rows.h"
#include "tests/bench/statistics.h"

namespace bangfu::bench {
namespace {

using Batches = std::vector<projects::v1::ImportRecordsRequest>;

bool ServicesKnowPostgres() {
  const TemporaryDirectory directory;
  const std::string output = directory.path() + "/help.txt";
  const auto code = RunToEnd({ProgramDirectory() + "/bangfu-projects", "--help"}, output);
  std::ifstream file(output);
  const std::string help((std::istreambuf_iterator<char>(file)), {});
  return code.ok() && absl::StrContains(help, "--database");
}

// Ledgers of as many counties, each the same number of entries.
struct Ledgers {
  World world;
  int64_t entries;
  std::vector<Batches> of_counties;
};

Ledgers MakeLedgers(const Plan& plan) {
  constexpr int kCounties = 4;
  Ledgers ledgers{World({.households = 2000 * kCounties,
                         .counties = kCounties,
                         .projects = 10,
                         .ledger_entries_per_household = 0,
                         .seed = plan.seed}),
                  plan.postgres_entries / 2,
                  {}};
  for (const County& county : ledgers.world.counties()) {
    Batches& batches = ledgers.of_counties.emplace_back();
    ledgers.world.MakeLedger(county, {0, ledgers.entries},
                             [&batches](auto batch) { batches.push_back(std::move(batch)); });
  }
  return ledgers;
}

// What the runs came to.
struct Runs {
  // Records a second; bare: 500 rows a transaction, and 2000.
  std::vector<double> bare, bare_grouped, followed, one, both;
  int64_t lock_looks = 0, lock_waits = 0, file_waits = 0, notify_waits = 0;
};

absl::StatusOr<double> ImportSeconds(FilledSuite& suite, const Batches& batches) {
  const absl::Time begin = absl::Now();
  absl::Status status = ImportProjects(suite.channel(), [&](const ProjectsBatchSink& sink) {
    for (const auto& batch : batches) sink(batch);
  });
  if (!status.ok()) return status;
  return absl::ToDoubleSeconds(absl::Now() - begin);
}

// Two counties' imports side by side, with the locks watched; the seconds until both are in.
absl::StatusOr<double> ImportTwo(FilledSuite& suite, const std::string& projects_url,
                                 const Ledgers& ledgers, Runs& runs) {
  auto connection = ConnectPostgres(projects_url);
  if (!connection.ok()) return connection.status();
  LockSampler locks(*std::move(connection));
  const absl::Time begin = absl::Now();
  auto beside = std::async(std::launch::async,
                           [&] { return ImportSeconds(suite, ledgers.of_counties[2]).status(); });
  absl::Status status = ImportSeconds(suite, ledgers.of_counties[3]).status();
  status.Update(beside.get());
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  status.Update(locks.Stop());
  if (!status.ok()) return status;
  runs.lock_looks += locks.looks();
  runs.lock_waits += locks.waits();
  runs.file_waits += locks.file_waits();
  runs.notify_waits += locks.notify_waits();
  return seconds;
}

// In a fresh suite: one county's import while reporting follows; then, without reporting, one
// county's, and two at once.
absl::Status ImportBySuite(const PostgresServer& server, const Ledgers& ledgers, Runs& runs) {
  auto suite = FilledSuite::Start(ledgers.world, OnServer(server, "import"));
  if (!suite.ok()) return suite.status();
  const auto url = server.Database("importprojects");
  if (!url.ok()) return url.status();
  const auto records = static_cast<double>(ledgers.entries);
  const auto followed = ImportSeconds(**suite, ledgers.of_counties[0]);
  if (!followed.ok()) return followed.status();
  if (absl::Status applied = (*suite)->AwaitReporting(); !applied.ok()) return applied;
  (*suite)->processes().Stop("reporting");
  const auto one = ImportSeconds(**suite, ledgers.of_counties[1]);
  if (!one.ok()) return one.status();
  const auto both = ImportTwo(**suite, *url, ledgers, runs);
  if (!both.ok()) return both.status();
  runs.followed.push_back(records / *followed);
  runs.one.push_back(records / *one);
  runs.both.push_back(2 * records / *both);
  return absl::OkStatus();
}

// As many batches together as the service commits together at most while one stream imports.
constexpr size_t kGrouped = server::kBatchesInFlightMax;

absl::Status ImportBare(const PostgresServer& server, const Ledgers& ledgers, size_t batches_each,
                        std::vector<double>& rates) {
  const auto url = server.Database("bare");
  if (!url.ok()) return url.status();
  const auto bare = MeasureBarePostgres(*url, ledgers.of_counties.front(), batches_each);
  if (!bare.ok()) return bare.status();
  rates.push_back(*bare);
  return server.Drop("bare");
}

Result Line(std::string name, const std::vector<double>& values,
            const std::vector<double>& baseline, std::string against, const Ledgers& ledgers) {
  return {.name = std::move(name),
          .value = Median(values),
          .unit = "records/s",
          .baseline = Median(baseline),
          .against = std::move(against),
          .size = GroupedDigits(ledgers.entries) + " ledger entries of a county",
          .method = absl::StrCat("median of ", values.size(),
                                 "; fresh databases for each, in which one county's ledger was "
                                 "imported before; through gateway and service, batches of 500, "
                                 "reporting stopped; ",
                                 kServerMethod)};
}

void AddImportLines(const Ledgers& ledgers, const Runs& runs, Results& results) {
  const std::string bare =
      "a bare upsert of unnested arrays, 500 rows a transaction, without checks or a log";
  results.push_back(Line("import_postgres", runs.one, runs.bare, bare, ledgers));
  results.push_back(Line("import_postgres_vs_grouped", runs.one, runs.bare_grouped,
                         absl::StrCat("the same, ", kGrouped,
                                      " upserts in a transaction: as many "
                                      "batches as the service commits together at most"),
                         ledgers));
  Result followed = Line("import_postgres_followed", runs.followed, runs.bare, bare, ledgers);
  followed.method = absl::StrCat("as import_postgres, while reporting applies the entries on the ",
                                 "same cores and the same server");
  results.push_back(std::move(followed));
  Result two = Line("import_two_counties", runs.both, runs.one, "import_postgres: one county alone",
                    ledgers);
  two.size = "two such imports at once";
  results.push_back(std::move(two));
  results.push_back(
      {.name = "import_two_counties_lock_waits",
       .value = static_cast<double>(runs.lock_waits),
       .unit = "waits",
       .against = "none: it must be 0",
       .size = GroupedDigits(runs.lock_looks) + " looks",
       .method =
           "over all runs: sessions of the database that pg_stat_activity, looked at every 2 ms, "
           "showed waiting for a lock of a row, a transaction or a table; that a wait is seen was "
           "tried before, with two sessions and a table"});
  Result other = results.back();
  other.name = "import_two_counties_file_waits";
  other.value = static_cast<double>(runs.file_waits);
  other.against = "none: it has to do with the disk";
  other.method =
      "of the same looks: sessions that waited for their turn to make a table's file longer, "
      "whoever's rows were to go there";
  results.push_back(other);
  other.name = "import_two_counties_notify_waits";
  other.value = static_cast<double>(runs.notify_waits);
  other.against = "none: a server has one queue for it";
  other.method =
      "of the same looks: those that tell of a commit, behind it and on connections of their own";
  results.push_back(std::move(other));
}

// Whether the sampler sees a session that waits for another one's lock: else 0 waits say nothing.
absl::Status SeeOneWait(const PostgresServer& server) {
  const auto url = server.Database("waits");
  if (!url.ok()) return url.status();
  auto holds = ConnectPostgres(*url);
  auto waits = ConnectPostgres(*url);
  auto looks = ConnectPostgres(*url);
  if (!holds.ok() || !waits.ok() || !looks.ok()) return absl::UnavailableError("no connection");
  absl::Status status = RunSql(**holds, "CREATE TABLE t (id int)").status();
  status.Update(RunSql(**holds, "BEGIN; LOCK TABLE t").status());
  LockSampler locks(*std::move(looks));
  auto waiting = std::async(std::launch::async, [&waits] {
    return RunSql(**waits, "BEGIN; LOCK TABLE t; COMMIT").status();
  });
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (status.ok() && locks.waits() == 0 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(2));
  }
  status.Update(RunSql(**holds, "COMMIT").status());
  status.Update(waiting.get());
  status.Update(locks.Stop());
  if (status.ok() && locks.waits() == 0) status = absl::InternalError("a wait was not seen");
  for (auto* connection : {&holds, &waits}) (*connection)->reset();
  status.Update(server.Drop("waits"));
  return status;
}

absl::Status MeasureImports(const Plan& plan, const PostgresServer& server, Results& results) {
  if (absl::Status seen = SeeOneWait(server); !seen.ok()) return seen;
  const Ledgers ledgers = MakeLedgers(plan);
  Runs runs;
  for (int run = 0; run < plan.imports; ++run) {
    plan.progress(
        absl::StrCat("PostgreSQL: imports of ", ledgers.entries, " entries, run ", run + 1));
    absl::Status status = ImportBare(server, ledgers, 1, runs.bare);
    if (status.ok()) status = ImportBare(server, ledgers, kGrouped, runs.bare_grouped);
    if (status.ok()) status = ImportBySuite(server, ledgers, runs);
    if (status.ok()) status = DropDatabases(server, "import");
    if (!status.ok()) return status;
  }
  AddImportLines(ledgers, runs, results);
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
  if (!ServicesKnowPostgres()) return PostgresNotMeasured("the services have no flag --database");
  Results results;
  if (absl::Status status = MeasureImports(plan, **server, results); !status.ok()) return status;
  const absl::StatusOr<Results> sheets = MeasureServerSheets(plan, **server);
  if (!sheets.ok()) return sheets.status();
  results.insert(results.end(), sheets->begin(), sheets->end());
  return results;
}

}  // namespace bangfu::bench
