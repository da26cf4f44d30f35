// single_write_sqlite: the service's write path with 64 single records under way, which it commits
// in groups, against the same with one under way, which it then commits alone.
// single_write_gateway: 64 callers over gRPC, through the gateway and a suite that follows, against
// one; with 64 at each size of the growth, too.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/bench/filled_suite.h"
#include "tests/bench/ledger_writer.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/probe.h"
#include "tests/bench/write_path.h"

namespace bangfu::bench {
namespace {

constexpr int kCallers = 64;
// More than can be; so many are made beforehand.
constexpr int64_t kWritesPerSecondMax = 60'000;
constexpr int64_t kCallsPerSecondMax = 30'000;

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

// Callers of CreateLedgerEntry; writes a second.
absl::StatusOr<double> GatewayRate(LedgerWriter& writer, int callers, absl::Duration duration) {
  // The processes may have just begun: the first call waits for connections.
  if (absl::Status connected = writer.Write(); !connected.ok()) return connected;
  const absl::StatusOr<LoadResult> load = RunLoad(callers, duration, writer.AsCall());
  if (!load.ok()) return load.status();
  return load->rate_s;
}

absl::StatusOr<Result> WriteThroughGateway(LedgerWriter& writer, absl::Duration duration) {
  const absl::StatusOr<double> rate = GatewayRate(writer, kCallers, duration);
  if (!rate.ok()) return rate.status();
  return Result{.name = "single_write_gateway",
                .value = *rate,
                .unit = "writes/s",
                .method = absl::StrCat(kCallers,
                                       " callers of CreateLedgerEntry in closed loops through the "
                                       "gateway for ",
                                       absl::FormatDuration(duration),
                                       " after a tenth to warm up, while reporting follows")};
}

}  // namespace

absl::Status ProbeSingleWrites(const Site& site, Results& results) {
  site.plan.progress("single writes through the gateway");
  const absl::Duration load = site.plan.load_by_size;
  const auto count = static_cast<int64_t>(absl::ToDoubleSeconds(load) * kCallsPerSecondMax);
  LedgerWriter writer(site.suite.channel(), MoreEntries(site.world, count, 1));
  absl::StatusOr<Result> written = WriteThroughGateway(writer, load);
  if (!written.ok()) return written.status();
  Result line = LineOf(site, written->name, written->unit);
  line.value = written->value;
  line.method = written->method;
  line.against = "none: the line of this name without a size has one";
  line.by_size_alone = true;
  results.push_back(std::move(line));
  return absl::OkStatus();
}

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
  const absl::StatusOr<double> one_caller = GatewayRate(writer, 1, plan.load);
  if (!one_caller.ok()) return one_caller.status();
  absl::StatusOr<Result> through_gateway = WriteThroughGateway(writer, plan.load);
  if (!through_gateway.ok()) return through_gateway.status();
  const std::string size = "2,000 households, 5 counties";
  through_gateway->baseline = *one_caller;
  through_gateway->against = "one such caller: one transaction for each write";
  through_gateway->size = size;
  return Results{
      {.name = "single_write_sqlite",
       .value = *grouped,
       .unit = "writes/s",
       .baseline = *alone,
       .against = "the same with one under way: one transaction for each write",
       .size = size,
       .method = absl::StrCat(
           "the service's write path, Prepare and Write on its executor, in this process for ",
           absl::FormatDuration(plan.load), ": ", kCallers,
           " single records under way at any time, as of so many callers, synchronous=FULL; "
           "without "
           "gRPC, with which single_write_gateway is")},
      *std::move(through_gateway)};
}

}  // namespace bangfu::bench
