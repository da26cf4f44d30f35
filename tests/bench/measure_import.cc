// import_sqlite and import_households, each against the service's own write path in this process
// and against a bare loop; import_sqlite_rate, import_sqlite_followed, project_rate, reporting_lag.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "services/common/server/batch_stream.h"
#include "tests/bench/bare_sqlite.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/import_world.h"
#include "tests/bench/measure.h"
#include "tests/bench/statistics.h"
#include "tests/bench/write_path.h"

namespace bangfu::bench {
namespace {

constexpr char kPathAgainst[] =
    "the service's Prepare and Write on its executor, in this process, as many batches under way";
constexpr int kInFlight = server::kBatchesInFlightMax;
constexpr int64_t kBaseHouseholds = 20'000;

template <typename Request>
using Batches = std::vector<Request>;
using WorkBatches = Batches<projects::v1::ImportRecordsRequest>;
using RegisterBatches = Batches<households::v1::ImportRecordsRequest>;

template <typename Request, typename Make>
Batches<Request> Collect(Make&& make) {
  Batches<Request> batches;
  make([&batches](Request batch) { batches.push_back(std::move(batch)); });
  return batches;
}

template <typename Request>
double RecordsIn(const Batches<Request>& batches) {
  double records = 0;
  for (const Request& batch : batches) records += batch.records_size();
  return records;
}

// What the runs came to, each in records a second but for the lag.
struct Runs {
  std::vector<double> import, followed, path, bare, project, lag_ms;
};

Result Line(std::string name, const std::vector<double>& values,
            const std::vector<double>& baseline, std::string against, double records) {
  return {.name = std::move(name),
          .value = Median(values),
          .unit = "records/s",
          .baseline = Median(baseline),
          .against = std::move(against),
          .size = GroupedDigits(static_cast<int64_t>(records)) + " records",
          .method = absl::StrCat(
              "median of ", values.size(),
              "; a fresh database each; from the first batch sent until the last is answered, by "
              "one client over gRPC through gateway and service, batches of 500, checked, sealed "
              "where personal, hashed into the log, synchronous=FULL; reporting stopped")};
}

// A programme whose ledger is then imported: five counties, ten projects.
World LedgerWorld(const Plan& plan) {
  return World({.households = std::min(kBaseHouseholds, plan.import_entries),
                .counties = 5,
                .projects = 10,
                .ledger_entries_per_household = 0,
                .seed = plan.seed});
}

WorkBatches LedgerOf(const World& world, int64_t entries) {
  return Collect<projects::v1::ImportRecordsRequest>([&](const ProjectsBatchSink& sink) {
    const auto counties = static_cast<int64_t>(world.counties().size());
    for (const County& county : world.counties()) {
      world.MakeLedger(county, {0, entries / counties}, sink);
    }
  });
}

absl::StatusOr<double> LedgerByPath(const World& world, const WorkBatches& batches) {
  const TemporaryDirectory directory;
  auto path = OpenProjects(directory.path());
  if (!path.ok()) return path.status();
  const auto base = Collect<projects::v1::ImportRecordsRequest>(
      [&](const ProjectsBatchSink& sink) { world.MakeProgramme(sink); });
  if (absl::Status status = (*path)->Write(base, 1); !status.ok()) return status;
  const absl::Time begin = absl::Now();
  if (absl::Status status = (*path)->Write(batches, kInFlight); !status.ok()) return status;
  return RecordsIn(batches) / absl::ToDoubleSeconds(absl::Now() - begin);
}

absl::Status Import(FilledSuite& suite, const WorkBatches& batches) {
  return ImportProjects(suite.channel(), [&batches](const ProjectsBatchSink& sink) {
    for (const auto& batch : batches) sink(batch);
  });
}

// One run through gateway and service; adds to import.
absl::Status LedgerAlone(const World& world, const WorkBatches& batches, Runs& runs) {
  auto suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  (*suite)->processes().Stop("reporting");
  const absl::Time begin = absl::Now();
  if (absl::Status status = Import(**suite, batches); !status.ok()) return status;
  runs.import.push_back(RecordsIn(batches) / absl::ToDoubleSeconds(absl::Now() - begin));
  return absl::OkStatus();
}

// One run with all of the suite; adds to followed, project and lag_ms.
absl::Status LedgerFollowed(const World& world, const WorkBatches& batches, Runs& runs) {
  auto suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  const absl::Time begin = absl::Now();
  absl::Status status = Import(**suite, batches);
  if (!status.ok()) return status;
  const absl::Time acknowledged = absl::Now();
  if (status = (*suite)->AwaitReporting(); !status.ok()) return status;
  const absl::Time caught_up = absl::Now();
  const double records = RecordsIn(batches);
  runs.followed.push_back(records / absl::ToDoubleSeconds(acknowledged - begin));
  runs.lag_ms.push_back(absl::ToDoubleMilliseconds(caught_up - acknowledged));
  const absl::StatusOr<double> applied = (*suite)->ReplayReporting();
  if (!applied.ok()) return applied.status();
  runs.project.push_back(*applied);
  return absl::OkStatus();
}

void AddLedgerLines(const Runs& runs, double records, Results& results) {
  const auto import = [&](std::string name, const std::vector<double>& values,
                          const std::vector<double>& baseline, std::string against) {
    Result line = Line(std::move(name), values, baseline, std::move(against), records);
    line.size += " of a ledger";
    results.push_back(std::move(line));
    return &results.back();
  };
  import("import_sqlite", runs.import, runs.path, kPathAgainst);
  Result* line = import("import_sqlite_rate", runs.import, runs.path, kPathAgainst);
  line->note = "`import_sqlite` once more: what its rate must be where the write path is fast";
  import("import_sqlite_vs_bare", runs.import, runs.bare,
         "a bare loop: same rows, prepared statements, SHA-256");
  line = import("import_sqlite_followed", runs.followed, runs.path, kPathAgainst);
  line->note = "not with reporting stopped, but while it applies the entries on the same cores";
  line = import("project_rate", runs.project, runs.import, "import_sqlite");
  line->unit = "entries/s";
  line->method = absl::StrCat(
      "median of ", runs.project.size(),
      "; reporting starts without its data and applies both journals, which are streamed to it "
      "meanwhile: all their entries over the time from the start of the processes until a sheet of "
      "everything is there; nobody imports");
  line = import("reporting_lag", runs.lag_ms, runs.lag_ms,
                "none: what counts is how long somebody waits");
  line->unit = "ms";
  line->baseline.reset();
  line->method = absl::StrCat("median of ", runs.lag_ms.size(),
                              "; after import_sqlite_followed: from its last answer until a sheet "
                              "of everything is there");
}

absl::Status MeasureLedger(const Plan& plan, Results& results) {
  const World world = LedgerWorld(plan);
  const WorkBatches batches = LedgerOf(world, plan.import_entries);
  const double records = RecordsIn(batches);
  Runs runs;
  for (int run = 0; run < plan.imports; ++run) {
    plan.progress(absl::StrCat("import: ", records, " ledger entries, run ", run + 1));
    const TemporaryDirectory directory;
    const absl::StatusOr<double> bare = MeasureBareSqlite(directory.path(), batches);
    if (!bare.ok()) return bare.status();
    const absl::StatusOr<double> path = LedgerByPath(world, batches);
    if (!path.ok()) return path.status();
    absl::Status status = LedgerAlone(world, batches, runs);
    if (status.ok()) status = LedgerFollowed(world, batches, runs);
    if (!status.ok()) return status;
    runs.bare.push_back(*bare);
    runs.path.push_back(*path);
  }
  AddLedgerLines(runs, records, results);
  return absl::OkStatus();
}

absl::StatusOr<double> RegisterByPath(const RegisterBatches& places,
                                      const RegisterBatches& batches) {
  const TemporaryDirectory directory;
  auto path = OpenHouseholds(directory.path());
  if (!path.ok()) return path.status();
  if (absl::Status status = (*path)->Write(places, 1); !status.ok()) return status;
  const absl::Time begin = absl::Now();
  if (absl::Status status = (*path)->Write(batches, kInFlight); !status.ok()) return status;
  return RecordsIn(batches) / absl::ToDoubleSeconds(absl::Now() - begin);
}

absl::StatusOr<double> RegisterBySuite(const RegisterBatches& places,
                                       const RegisterBatches& batches) {
  auto suite = FilledSuite::StartEmpty();
  if (!suite.ok()) return suite.status();
  const auto import = [&suite](const RegisterBatches& some) {
    return ImportHouseholds((*suite)->channel(), [&some](const HouseholdsBatchSink& sink) {
      for (const auto& batch : some) sink(batch);
    });
  };
  if (absl::Status status = import(places); !status.ok()) return status;
  (*suite)->processes().Stop("reporting");
  const absl::Time begin = absl::Now();
  if (absl::Status status = import(batches); !status.ok()) return status;
  return RecordsIn(batches) / absl::ToDoubleSeconds(absl::Now() - begin);
}

absl::Status MeasureRegister(const Plan& plan, Results& results) {
  const World world({.households = plan.import_households, .counties = 5, .seed = plan.seed});
  const auto collect = [&world](auto make) {
    return Collect<households::v1::ImportRecordsRequest>([&](const HouseholdsBatchSink& sink) {
      for (const County& county : world.counties()) (world.*make)(county, sink);
    });
  };
  const RegisterBatches places = collect(&World::MakePlaces);
  const RegisterBatches batches = collect(&World::MakeHouseholds);
  Runs runs;
  for (int run = 0; run < plan.imports; ++run) {
    plan.progress(absl::StrCat("import: ", plan.import_households,
                               " households and their persons, run ", run + 1));
    const TemporaryDirectory directory;
    const absl::StatusOr<double> bare = MeasureBareSqlite(directory.path(), batches);
    const absl::StatusOr<double> path = RegisterByPath(places, batches);
    const absl::StatusOr<double> suite = RegisterBySuite(places, batches);
    for (const auto* one : {&bare, &path, &suite}) {
      if (!one->ok()) return one->status();
    }
    runs.bare.push_back(*bare);
    runs.path.push_back(*path);
    runs.import.push_back(*suite);
  }
  const double records = RecordsIn(batches);
  results.push_back(Line("import_households", runs.import, runs.path, kPathAgainst, records));
  results.push_back(Line("import_households_vs_bare", runs.import, runs.bare,
                         "a bare loop: same rows, sealed before the time begins, SHA-256",
                         records));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Results> MeasureImport(const Plan& plan) {
  Results results;
  absl::Status status = MeasureLedger(plan, results);
  if (status.ok()) status = MeasureRegister(plan, results);
  if (!status.ok()) return status;
  return results;
}

}  // namespace bangfu::bench
