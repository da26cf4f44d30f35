// How fast a ledger is imported into what a suite holds already.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/bench/import_world.h"
#include "tests/bench/ledger_writer.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {
namespace {

constexpr int kSet = 9;  // nobody else's of MoreLedger()
constexpr int64_t kEntriesMax = 200'000;

}  // namespace

absl::Status ProbeImport(const Site& site, Results& results) {
  site.plan.progress("an import into what is there");
  const auto counties = static_cast<int64_t>(site.world.counties().size());
  const int64_t entries = std::min(kEntriesMax, site.plan.import_entries) / counties * counties;
  std::vector<projects::v1::ImportRecordsRequest> batches;
  for (const County& county : site.world.counties()) {
    MoreLedger(site.world, county, entries / counties, kSet,
               [&batches](auto batch) { batches.push_back(std::move(batch)); });
  }
  site.suite.processes().Stop("reporting");
  const absl::Time begin = absl::Now();
  absl::Status status =
      ImportProjects(site.suite.channel(), [&batches](const ProjectsBatchSink& sink) {
        for (const auto& batch : batches) sink(batch);
      });
  if (!status.ok()) return status;
  Result line = LineOf(site, "import_sqlite", "records/s");
  line.value = static_cast<double>(entries) / absl::ToDoubleSeconds(absl::Now() - begin);
  line.against = "none: import_sqlite has one";
  line.method = absl::StrCat("once; ", GroupedDigits(entries),
                             " ledger entries into all that is there, reporting stopped");
  line.by_size_alone = true;
  results.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
