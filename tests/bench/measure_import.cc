#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "tests/bench/bare_sqlite.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/measure.h"
#include "tests/bench/world.h"

namespace bangfu::bench {
namespace {

template <typename Request>
std::vector<Request> Collect(const std::function<void(const std::function<void(Request)>&)>& make) {
  std::vector<Request> batches;
  make([&batches](Request batch) { batches.push_back(std::move(batch)); });
  return batches;
}

absl::Status MeasureLedger(const Plan& plan, std::vector<Result>& results) {
  plan.progress("import: " + std::to_string(plan.import_entries) + " ledger entries, bare loop");
  const auto batches =
      Collect<projects::v1::ImportRecordsRequest>([&plan](const ProjectsBatchSink& sink) {
        MakeLedger("510524", kSampleHouseholds, plan.import_entries, 1'000'000, sink);
      });
  const TemporaryDirectory directory;
  const absl::StatusOr<double> bare = MeasureBareSqlite(directory.path(), batches);
  if (!bare.ok()) return bare.status();

  plan.progress("import: the same through gateway and service");
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite =
      FilledSuite::Start(kSampleHouseholds, kSampleLedgerEntriesPerHousehold);
  if (!suite.ok()) return suite.status();
  if (absl::Status status = (*suite)->AwaitReporting(); !status.ok()) return status;
  const absl::Time begin = absl::Now();
  absl::Status sent = (*suite)->ImportProjects([&batches](const ProjectsBatchSink& sink) {
    for (const projects::v1::ImportRecordsRequest& batch : batches) sink(batch);
  });
  if (!sent.ok()) return sent;
  const absl::Time acknowledged = absl::Now();
  if (absl::Status status = (*suite)->AwaitReporting(); !status.ok()) return status;
  const absl::Time caught_up = absl::Now();

  const auto entries = static_cast<double>(plan.import_entries);
  const double import_rate = entries / absl::ToDoubleSeconds(acknowledged - begin);
  const double project_rate = entries / absl::ToDoubleSeconds(caught_up - begin);
  results.push_back(
      {"import_sqlite", import_rate, "records/s", *bare, "bare SQLite loop, same rows and hash"});
  results.push_back({"project_rate", project_rate, "entries/s", import_rate, "import_sqlite"});
  results.push_back(
      {"reporting_lag", absl::ToDoubleMilliseconds(caught_up - acknowledged), "ms", 0, ""});
  return absl::OkStatus();
}

absl::Status MeasureRegister(const Plan& plan, std::vector<Result>& results) {
  plan.progress("import: " + std::to_string(plan.import_households) +
                " households and their persons, bare loop");
  const auto batches = Collect<households::v1::ImportRecordsRequest>(
      [&plan](const HouseholdsBatchSink& sink) { MakeHouseholds(plan.import_households, sink); });
  const TemporaryDirectory directory;
  const absl::StatusOr<double> bare = MeasureBareSqlite(directory.path(), batches);
  if (!bare.ok()) return bare.status();

  plan.progress("import: the same through gateway and service");
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite = FilledSuite::StartEmpty();
  if (!suite.ok()) return suite.status();
  absl::Status status = (*suite)->ImportHouseholds(MakePlaces);
  if (!status.ok()) return status;
  const absl::Time begin = absl::Now();
  status = (*suite)->ImportHouseholds([&batches](const HouseholdsBatchSink& sink) {
    for (const households::v1::ImportRecordsRequest& batch : batches) sink(batch);
  });
  if (!status.ok()) return status;
  const absl::Duration taken = absl::Now() - begin;
  double records = 0;
  for (const auto& batch : batches) records += batch.records_size();
  results.push_back({"import_households", records / absl::ToDoubleSeconds(taken), "records/s",
                     *bare, "bare SQLite loop, same rows, sealed before, and hash"});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Result>> MeasureImport(const Plan& plan) {
  std::vector<Result> results;
  absl::Status status = MeasureLedger(plan, results);
  if (status.ok()) status = MeasureRegister(plan, results);
  if (!status.ok()) return status;
  return results;
}

}  // namespace bangfu::bench
