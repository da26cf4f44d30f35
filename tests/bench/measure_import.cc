#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "tests/bench/bare_sqlite.h"
#include "tests/bench/filled_suite.h"
#include "tests/bench/measure.h"
#include "tests/bench/world.h"

namespace bangfu::bench {
namespace {

using Batches = std::vector<projects::v1::ImportRecordsRequest>;

Batches MakeBatches(int64_t entries) {
  Batches batches;
  MakeLedger("510524", kSampleHouseholds, entries, 1'000'000,
             [&batches](projects::v1::ImportRecordsRequest batch) {
               batches.push_back(std::move(batch));
             });
  return batches;
}

}  // namespace

absl::StatusOr<std::vector<Result>> MeasureImport(const Plan& plan) {
  plan.progress("import: " + std::to_string(plan.import_entries) + " ledger entries, bare loop");
  const Batches batches = MakeBatches(plan.import_entries);
  const TemporaryDirectory directory;
  const absl::StatusOr<double> bare = MeasureBareSqlite(directory.path(), batches);
  if (!bare.ok()) return bare.status();

  plan.progress("import: the same through gateway and service");
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite = FilledSuite::Start(kSampleHouseholds);
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
  return std::vector<Result>{
      {"import_sqlite", import_rate, "records/s", *bare, "bare SQLite loop, same rows and hash"},
      {"project_rate", project_rate, "entries/s", import_rate, "import_sqlite"},
      {"reporting_lag", absl::ToDoubleMilliseconds(caught_up - acknowledged), "ms", 0, ""}};
}

}  // namespace bangfu::bench
