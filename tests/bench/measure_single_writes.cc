// single_write_sqlite: 64 callers who write a record each, over and over, against one transaction
// for each write.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/bench/filled_suite.h"
#include "tests/bench/ledger_writer.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/write_path.h"

namespace bangfu::bench {
namespace {

constexpr int kCallers = 64;
constexpr int64_t kWritesPerSecondMax = 60'000;  // more than can be; so many are made beforehand

// Writes a second, each awaited before the next: the executor then commits each alone.
absl::StatusOr<double> OneByOne(const World& world,
                                const std::vector<projects::v1::LedgerEntry>& entries,
                                absl::Duration duration) {
  const TemporaryDirectory directory;
  auto path = OpenProjects(directory.path());
  if (!path.ok()) return path.status();
  std::vector<projects::v1::ImportRecordsRequest> batches;
  world.MakeProgramme([&batches](auto batch) { batches.push_back(std::move(batch)); });
  if (absl::Status status = (*path)->Write(batches, 1); !status.ok()) return status;
  const absl::Time begin = absl::Now();
  const absl::Time end = begin + duration;
  int64_t written = 0;
  while (absl::Now() < end && written < static_cast<int64_t>(entries.size())) {
    const projects::v1::LedgerEntry& entry = entries[written];
    projects::v1::ImportRecordsRequest request;
    request.set_request_id(absl::StrCat("one-", written++));
    request.set_county(entry.name().substr(9, 6));
    *request.add_records()->mutable_ledger_entry() = entry;
    if (absl::Status status = (*path)->Write({request}, 1); !status.ok()) return status;
  }
  return static_cast<double>(written) / absl::ToDoubleSeconds(absl::Now() - begin);
}

}  // namespace

absl::StatusOr<Results> MeasureSingleWrites(const Plan& plan) {
  plan.progress("single writes: 64 callers, and one by one");
  const World world({.households = 2000, .counties = 5, .projects = 10, .seed = plan.seed});
  const auto count = static_cast<int64_t>(absl::ToDoubleSeconds(plan.load) * kWritesPerSecondMax);
  auto entries = MoreEntries(world, count);
  const absl::StatusOr<double> one_by_one = OneByOne(world, entries, plan.load);
  if (!one_by_one.ok()) return one_by_one.status();
  auto suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  LedgerWriter writer((*suite)->channel(), std::move(entries));
  const absl::StatusOr<LoadResult> load = RunLoad(kCallers, plan.load, writer.AsCall());
  if (!load.ok()) return load.status();
  return Results{
      {.name = "single_write_sqlite",
       .value = load->rate_s,
       .unit = "writes/s",
       .baseline = *one_by_one,
       .against = "the service's write path in this process, one transaction for each write",
       .size = "2,000 households, 5 counties",
       .method = absl::StrCat(kCallers, " callers of CreateLedgerEntry through the gateway for ",
                              absl::FormatDuration(plan.load), " after a tenth to warm up")}};
}

}  // namespace bangfu::bench
