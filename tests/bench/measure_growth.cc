// What changes with the size: everything that can be asked of a suite, at each size of the growth.
// The names stand for the largest size, and with the size after them for every one.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
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

// What is asked of a suite that holds the world. The same sheets in three rounds, with the other
// probes between them, for the machine has slow minutes: the middle one counts.
absl::Status ProbeAll(const Site& site, Results& results) {
  Results rounds;
  const auto sheets = [&](int round) {
    return ProbeSheets(site, "sheet_moved_p50", round, rounds);
  };
  absl::Status status = sheets(0);
  if (status.ok()) status = ProbeEarlierSheets(site, results);
  if (status.ok()) status = ProbeCachedSheets(site, results);
  if (status.ok()) status = sheets(1);
  if (status.ok()) status = ProbeExplain(site, results);
  if (status.ok()) status = ProbeVerify(site, results);
  if (status.ok()) status = ProbeRestart(site, results);
  if (status.ok()) status = sheets(2);
  if (!status.ok()) return status;
  std::sort(rounds.begin(), rounds.end(),
            [](const Result& a, const Result& b) { return a.value < b.value; });
  Result& middle = rounds[rounds.size() / 2];
  absl::StrAppend(&middle.method, "; the middle one of ", rounds.size(), " rounds");
  results.push_back(std::move(middle));
  return absl::OkStatus();
}

absl::StatusOr<Results> MeasureAt(const Plan& plan, int64_t households) {
  plan.progress(absl::StrCat("growth: ", GroupedDigits(households), " households, importing"));
  const World world({.households = households,
                     .counties = kCounties,
                     .projects = kProjects,
                     .ledger_entries_per_household = kLedgerEntriesPerHousehold,
                     .seed = plan.seed});
  const TemporaryDirectory directory;
  const std::string definitions = directory.path() + "/definitions";
  absl::Status status = WriteDefinitions(definitions);
  if (!status.ok()) return status;
  auto suite = FilledSuite::StartEmpty({.definitions = definitions});
  if (!suite.ok()) return suite.status();
  const auto idle_kib = (*suite)->processes().PeakResidentKib();
  if (!idle_kib.ok()) return idle_kib.status();
  const Site site{plan, world, **suite};
  Results results;
  status = ImportAll(site, results);
  if (status.ok()) status = ProbeMemory(site, *idle_kib, results);
  ::sync();  // what the import left to be written is not to be waited for by what comes
  if (status.ok()) status = ProbeAll(site, results);
  if (status.ok()) status = ProbeSingleWrites(site, results);
  if (status.ok()) status = ProbeImport(site, results);  // the last: it adds much
  if (!status.ok()) return status;
  return results;
}

// How a sheet grows from the first size to another one.
Result SheetGrowth(std::string name, const Result& first, const Result& other) {
  Result growth = other;
  growth.name = std::move(name);
  growth.baseline.reset();
  growth.against = "none: there was room for one size";
  if (first.households < other.households) {
    growth.baseline = first.value;
    growth.against = "the same over " + first.size;
  }
  growth.households = 0;
  return growth;
}

const Result& Named(const Results& results, const std::string& name) {
  for (const Result& result : results) {
    if (result.name == name) return result;
  }
  std::abort();  // every size has the same lines
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

Results Arrange(const std::vector<Results>& by_size, Results left_out) {
  Results all = ArrangeBySize(by_size);
  std::vector<Result> sheets;
  for (const Results& results : by_size) sheets.push_back(Named(results, "sheet_moved_p50"));
  const auto slowest =
      std::max_element(sheets.begin() + (sheets.size() > 1 ? 1 : 0), sheets.end(),
                       [](const Result& a, const Result& b) { return a.value < b.value; });
  all.push_back(SheetGrowth("sheet_growth_slowest", sheets.front(), *slowest));
  Result growth = SheetGrowth("sheet_growth", sheets.front(), sheets.back());
  for (const Result& size : left_out) {
    absl::StrAppend(&growth.note, growth.note.empty() ? "" : "; ", size.size, " ", size.note);
  }
  all.push_back(std::move(growth));
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
