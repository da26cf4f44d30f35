// How fast a ledger is imported into what a suite holds already.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/bench/import_world.h"
#include "tests/bench/ledger_writer.h"
#include "tests/bench/probe.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

// Nobody else's of MoreLedger().
constexpr int kSet = 9;
constexpr int kSetOfAMonth = 10;
constexpr int64_t kEntriesMax = 200'000;
constexpr int64_t kMonths = 12 * shares::kYears;  // of a world

// The same number into each county; made before, durable at the end of the time.
absl::StatusOr<absl::Duration> ImportMore(const Site& site, int64_t entries_per_county, int set) {
  std::vector<projects::v1::ImportRecordsRequest> batches;
  for (const County& county : site.world.counties()) {
    MoreLedger(site.world, county, entries_per_county, set,
               [&batches](auto batch) { batches.push_back(std::move(batch)); });
  }
  const absl::Time begin = absl::Now();
  const absl::Status status =
      ImportProjects(site.suite.channel(), [&batches](const ProjectsBatchSink& sink) {
        for (const auto& batch : batches) sink(batch);
      });
  if (!status.ok()) return status;
  return absl::Now() - begin;
}

}  // namespace

absl::Status WorkAMonth(const Site& site) {
  site.plan.progress("a month's entries");
  const WorldPlan& world = site.world.plan();
  const int64_t entries = world.households * world.ledger_entries_per_household / kMonths;
  const auto imported = ImportMore(site, entries / world.counties, kSetOfAMonth);
  return imported.ok() ? site.suite.AwaitReporting() : imported.status();
}

absl::Status ProbeImport(const Site& site, Results& results) {
  site.plan.progress("an import into what is there");
  const auto counties = static_cast<int64_t>(site.world.counties().size());
  const int64_t per_county = std::min(kEntriesMax, site.plan.import_entries) / counties;
  site.suite.processes().Stop("reporting");
  const auto taken = ImportMore(site, per_county, kSet);
  if (!taken.ok()) return taken.status();
  Result line = LineOf(site, "import_sqlite", "records/s");
  line.value = static_cast<double>(per_county * counties) / absl::ToDoubleSeconds(*taken);
  line.against = "none: import_sqlite has one";
  line.method = absl::StrCat("once; ", GroupedDigits(per_county * counties),
                             " ledger entries into all that is there, reporting stopped");
  line.by_size_alone = true;
  results.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
