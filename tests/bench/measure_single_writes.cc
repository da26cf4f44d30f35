// single_write_sqlite: the service's write path with 64 single records under way, which it commits
// in groups, against the same with one under way, which it then commits alone.
// single_write_gateway: 64 callers over gRPC, through the gateway and a suite that follows.
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

constexpr int kBetweenLooks = 1000;  // writes, between two looks at the clock

projects::v1::ImportRecordsRequest RequestOf(const projects::v1::LedgerEntry& entry) {
  projects::v1::ImportRecordsRequest request;
  request.set_request_id(absl::StrCat("one-", entry.name()));
  request.set_county(entry.name().substr(9, 6));
  *request.add_records()->mutable_ledger_entry() = entry;
  return request;
}

// Writes a second on a fresh database, of single records, `in_flight` under way at any time.
absl::StatusOr<double> WritePathRate(const World& world,
                                     const std::vector<projects::v1::LedgerEntry>& entries,
                                     int in_flight, absl::Duration duration) {
  const TemporaryDirectory directory;
  auto path = OpenProjects(directory.path());
  if (!path.ok()) return path.status();
  std::vector<projects::v1::ImportRecordsRequest> batches;
  world.MakeProgramme([&batches](auto batch) { batches.push_back(std::move(batch)); });
  if (absl::Status status = (*path)->Write(batches, 1); !status.ok()) return status;
  absl::Duration taken;
  size_t written = 0;
  while (taken < duration && written + kBetweenLooks <= entries.size()) {
    std::vector<projects::v1::ImportRecordsRequest> some;
    for (int i = 0; i < kBetweenLooks; ++i) some.push_back(RequestOf(entries[written++]));
    const absl::Time begin = absl::Now();
    if (absl::Status status = (*path)->Write(some, in_flight); !status.ok()) return status;
    taken += absl::Now() - begin;
  }
  return static_cast<double>(written) / absl::ToDoubleSeconds(taken);
}

}  // namespace

absl::StatusOr<Results> MeasureSingleWrites(const Plan& plan) {
  plan.progress("single writes: 64 under way, and one by one");
  const World world({.households = 2000, .counties = 5, .projects = 10, .seed = plan.seed});
  const auto count = static_cast<int64_t>(absl::ToDoubleSeconds(plan.load) * kWritesPerSecondMax);
  auto entries = MoreEntries(world, count);
  const absl::StatusOr<double> alone = WritePathRate(world, entries, 1, plan.load);
  if (!alone.ok()) return alone.status();
  const absl::StatusOr<double> grouped = WritePathRate(world, entries, kCallers, plan.load);
  if (!grouped.ok()) return grouped.status();
  auto suite = FilledSuite::Start(world);
  if (!suite.ok()) return suite.status();
  LedgerWriter writer((*suite)->channel(), std::move(entries));
  const absl::StatusOr<LoadResult> load = RunLoad(kCallers, plan.load, writer.AsCall());
  if (!load.ok()) return load.status();
  const std::string size = "2,000 households, 5 counties";
  return Results{
      {.name = "single_write_sqlite",
       .value = *grouped,
       .unit = "writes/s",
       .baseline = *alone,
       .against = "the same with one under way: one transaction for each write",
       .size = size,
       .method = absl::StrCat("the service's write path in this process for ",
                              absl::FormatDuration(plan.load), ", ", kCallers,
                              " single records under way, synchronous=FULL")},
      {.name = "single_write_gateway",
       .value = load->rate_s,
       .unit = "writes/s",
       .baseline = *grouped,
       .against = "single_write_sqlite",
       .size = size,
       .method = absl::StrCat(kCallers, " callers of CreateLedgerEntry through the gateway for ",
                              absl::FormatDuration(plan.load), " after a tenth to warm up")}};
}

}  // namespace bangfu::bench
