// What changes with the size: everything that can be asked of a suite, at each size of the growth.
// The issue's names stand for the largest size, and with the size after them for every one.
#include <filesystem>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "tests/bench/definitions.h"
#include "tests/bench/import_world.h"
#include "tests/bench/measure.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {
namespace {

constexpr int kCounties = 5;
constexpr int kProjects = 100;
constexpr int64_t kLedgerEntriesPerHousehold = 3;

// Imports the world and adds how fast that was.
absl::Status ImportAll(const Site& site, Results& results) {
  int64_t records = 0;
  const absl::Time begin = absl::Now();
  absl::Status status =
      ImportWorld(site.world, site.suite.channel(), [&](const County& county, int64_t so_far) {
        records = so_far;
        site.plan.progress(absl::StrCat("county ", county.number + 1, " is in, ",
                                        GroupedDigits(so_far), " records so far"));
      });
  if (!status.ok()) return status;
  const absl::Time acknowledged = absl::Now();
  if (status = site.suite.AwaitReporting(); !status.ok()) return status;
  Result line = LineOf(site, "import_rate", "records/s");
  line.value = static_cast<double>(records) / absl::ToDoubleSeconds(acknowledged - begin);
  line.method =
      "once; all records of the world through the gateway, register and work side by side, made "
      "by the client meanwhile";
  results.push_back(line);
  line.name = "import_lag";
  line.unit = "ms";
  line.value = absl::ToDoubleMilliseconds(absl::Now() - acknowledged);
  line.method = "from the last answer of that import until reporting has applied everything";
  results.push_back(std::move(line));
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
  const Site site{plan, world, **suite};
  Results results;
  status = ImportAll(site, results);
  if (status.ok()) status = ProbeMemory(site, results);
  if (status.ok()) status = ProbeSheets(site, "sheet_moved_p50", results);
  if (status.ok()) status = ProbeExplain(site, results);
  if (status.ok()) status = ProbeVerify(site, results);
  if (status.ok()) status = ProbeRestart(site, results);
  if (!status.ok()) return status;
  return results;
}

Result GrowthOf(const Result& first, const Result& last) {
  Result growth = last;
  growth.name = "sheet_growth";
  growth.baseline = first.value;
  growth.against = "the same over " + first.size;
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
  return absl::StrFormat("not measured: wants %.0f GiB of disk, and %.0f GiB are free",
                         wanted / kGib, free / kGib);
}

// The names that stand for the largest size, then those of every size.
Results Arrange(const std::vector<Results>& by_size, Results left_out) {
  Results all;
  for (Result result : by_size.back()) {
    result.households = 0;
    all.push_back(std::move(result));
  }
  all.push_back(GrowthOf(Named(by_size.front(), "sheet_moved_p50"),
                         Named(by_size.back(), "sheet_moved_p50")));
  for (const Results& results : by_size) {
    for (Result result : results) {
      result.name += absl::StrCat("@", result.households);
      all.push_back(std::move(result));
    }
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
      left_out.push_back({.name = absl::StrCat("sheet_moved_p50@", households),
                          .unit = "ms",
                          .note = why,
                          .households = households});
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
