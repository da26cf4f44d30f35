// What changes with the size: everything that can be asked of a suite, at each size of the growth.
// The names stand for the largest size, and with the size after them for every one.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "tests/bench/by_size.h"
#include "tests/bench/definitions.h"
#include "tests/bench/import_world.h"
#include "tests/bench/measure.h"
#include "tests/bench/probe.h"
#include "tests/bench/sheet_rounds.h"

namespace bangfu::bench {
namespace {

constexpr int kCounties = 5;
constexpr int kProjects = 100;
constexpr int64_t kLedgerEntriesPerHousehold = 3;

// What the import came to, in seconds from its beginning.
struct Imported {
  int64_t records = 0;
  double acknowledged_s = 0;
  double applied_s = 0;
};

void AddImportLines(const Site& site, const Imported& imported, Results& results) {
  const auto records = static_cast<double>(imported.records);
  Result line = LineOf(site, "import_rate", "records/s");
  line.value = records / imported.acknowledged_s;
  line.method =
      "once; all records of the world through the gateway, register and work side by side, while "
      "the client makes them and reporting applies them";
  line.against = "none: import_sqlite and import_households are the lines with one";
  results.push_back(line);
  Result applied = line;
  applied.name = "import_applied_rate";
  applied.unit = "entries/s";
  applied.value = records / imported.applied_s;
  applied.baseline = line.value;
  applied.against = "import_rate";
  applied.method =
      "once; all entries over the time from the first batch sent until reporting had applied "
      "everything: not faster than the import can be";
  results.push_back(std::move(applied));
  line.name = "import_lag";
  line.unit = "ms";
  line.value = (imported.applied_s - imported.acknowledged_s) * 1000;
  line.against = "none: what counts is how long somebody waits";
  line.method = "from the last answer of that import until reporting has applied everything";
  results.push_back(std::move(line));
}

// Imports the world and adds how fast that was.
absl::Status ImportAll(const Site& site, Results& results) {
  Imported imported;
  const absl::Time begin = absl::Now();
  absl::Status status =
      ImportWorld(site.world, site.suite.channel(), [&](const County& county, int64_t so_far) {
        imported.records = so_far;
        site.plan.progress(absl::StrCat("county ", county.number + 1, " is in, ",
                                        GroupedDigits(so_far), " records so far"));
      });
  if (!status.ok()) return status;
  imported.acknowledged_s = absl::ToDoubleSeconds(absl::Now() - begin);
  if (status = site.suite.AwaitReporting(); !status.ok()) return status;
  imported.applied_s = absl::ToDoubleSeconds(absl::Now() - begin);
  AddImportLines(site, imported, results);
  return absl::OkStatus();
}

// What is asked of a suite that holds the world.
absl::Status ProbeAll(const Site& site, SheetRounds& sheets, Results& results) {
  const std::function<absl::Status()> probes[] = {
      [&] { return sheets.Ask(); },
      [&] { return ProbeEarlierSheets(site, results); },
      [&] { return ProbeCachedSheets(site, results); },
      [&] { return sheets.Ask(); },
      [&] { return ProbeExplain(site, results); },
      [&] { return sheets.Ask(); },
      [&] { return ProbeVerify(site, results); },
      [&] { return sheets.Ask(); },
      [&] { return ProbeRestart(site, results); },
      [&] { return sheets.Ask(); },
  };
  for (const auto& probe : probes) {
    if (absl::Status status = probe(); !status.ok()) return status;
  }
  sheets.AddLines(results);
  return absl::OkStatus();
}

World WorldOf(const Plan& plan, int64_t households) {
  return World({.households = households,
                .counties = kCounties,
                .projects = kProjects,
                .ledger_entries_per_household = kLedgerEntriesPerHousehold,
                .seed = plan.seed});
}

// With a suite of the first size beside it: first as the import left it, then after a month's work.
// What is left to be written is written before either, lest what comes wait for it.
absl::Status ProbeBesideTheFirst(const Site& site, const SuiteOptions& options, Results& results) {
  const int64_t first = site.plan.growth.front();
  site.plan.progress(absl::StrCat("a suite of ", GroupedDigits(first), " households beside it"));
  const World world = WorldOf(site.plan, first);
  const auto suite = FilledSuite::Start(world, options);
  if (!suite.ok()) return suite.status();
  const Site small{site.plan, world, **suite};
  SheetRounds sheets(site, small);
  ::sync();
  absl::Status status = sheets.AskAfterImport(results);
  if (status.ok()) status = WorkAMonth(site);
  if (status.ok()) status = WorkAMonth(small);
  ::sync();
  return status.ok() ? ProbeAll(site, sheets, results) : status;
}

absl::StatusOr<Results> MeasureAt(const Plan& plan, int64_t households) {
  plan.progress(absl::StrCat("growth: ", GroupedDigits(households), " households, importing"));
  const World world = WorldOf(plan, households);
  const TemporaryDirectory directory;
  const SuiteOptions options{.definitions = directory.path() + "/definitions"};
  absl::Status status = WriteDefinitions(options.definitions);
  if (!status.ok()) return status;
  auto suite = FilledSuite::StartEmpty(options);
  if (!suite.ok()) return suite.status();
  const auto idle_kib = (*suite)->processes().PeakResidentKib();
  if (!idle_kib.ok()) return idle_kib.status();
  const Site site{plan, world, **suite};
  Results results;
  status = ImportAll(site, results);
  if (status.ok()) status = ProbeMemory(site, *idle_kib, results);
  if (status.ok()) status = ProbeBesideTheFirst(site, options, results);
  if (status.ok()) status = ProbeSingleWrites(site, results);
  if (status.ok()) status = ProbeImport(site, results);  // the last: it adds much
  if (!status.ok()) return status;
  return results;
}

// Why there is no room for so many households; empty when there is.
std::string NoRoomFor(int64_t households) {
  constexpr double kBytesPerHousehold = 7200;  // bytes_per_household, and the write-ahead logs
  constexpr double kGib = 1 << 30;
  std::error_code error;
  const auto space = std::filesystem::space(std::filesystem::temp_directory_path(), error);
  const double wanted = static_cast<double>(households) * kBytesPerHousehold;
  const double free = error ? 0 : static_cast<double>(space.available) * .9;
  if (wanted <= free) return {};
  return absl::StrFormat("wants %.1f GiB of disk, and %.1f GiB are free", wanted / kGib,
                         free / kGib);
}

// With what was left out told where the growth ends.
Results Arrange(const std::vector<Results>& by_size, Results left_out) {
  Results all = ArrangeBySize(by_size);
  const auto growth = std::find_if(
      all.begin(), all.end(), [](const Result& result) { return result.name == "sheet_growth"; });
  if (growth == all.end()) std::abort();  // every size has that line
  for (const Result& size : left_out) {
    absl::StrAppend(&growth->note, growth->note.empty() ? "" : "; ", size.size, " ", size.note);
  }
  std::move(left_out.begin(), left_out.end(), std::back_inserter(all));
  return all;
}

}  // namespace

absl::StatusOr<Results> MeasureGrowth(const Plan& plan) {
  std::vector<Results> by_size;
  Results left_out;
  for (const int64_t households : plan.growth) {
    if (const std::string why = NoRoomFor(households); !why.empty()) {
      plan.progress(absl::StrCat(households, " households: ", why));
      left_out.push_back(LeftOut("sheet_moved_p50", households, why));
      continue;
    }
    absl::StatusOr<Results> results = MeasureAt(plan, households);
    if (!results.ok()) return results.status();
    by_size.push_back(*std::move(results));
  }
  if (by_size.empty()) return absl::ResourceExhaustedError("no size of the growth finds room");
  return Arrange(by_size, std::move(left_out));
}

}  // namespace bangfu::bench
