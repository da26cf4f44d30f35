// How long a sheet takes whose heads have just moved.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/bench/definitions.h"
#include "tests/bench/ledger_writer.h"
#include "tests/bench/probe.h"
#include "tests/bench/sheet_caller.h"
#include "tests/bench/statistics.h"

namespace bangfu::bench {
namespace {

absl::StatusOr<double> AskMs(const SheetCaller& sheets) {
  const absl::Time begin = absl::Now();
  const absl::StatusOr<gateway::v1::AchievementSheet> sheet = sheets.Ask();
  if (!sheet.ok()) return sheet.status();
  return absl::ToDoubleMilliseconds(absl::Now() - begin);
}

// Milliseconds of the questions after `warm_up` others; before each, `prepare`.
template <typename Prepare>
absl::StatusOr<std::vector<double>> AskOften(const SheetCaller& sheets, int warm_up, int questions,
                                             Prepare prepare) {
  std::vector<double> times_ms;
  for (int i = -warm_up; i < questions; ++i) {
    if (absl::Status status = prepare(); !status.ok()) return status;
    const absl::StatusOr<double> ms = AskMs(sheets);
    if (!ms.ok()) return ms.status();
    if (i >= 0) times_ms.push_back(*ms);
  }
  return times_ms;
}

}  // namespace

Result LineOf(const Site& site, std::string name, std::string unit) {
  const WorldPlan& world = site.world.plan();
  return {.name = std::move(name),
          .unit = std::move(unit),
          .size = absl::StrCat(GroupedDigits(world.households), " households, ",
                               GroupedDigits(world.households * world.ledger_entries_per_household),
                               " ledger entries, ", world.counties, " counties, ", world.projects,
                               " projects"),
          .households = world.households};
}

absl::Status ProbeSheets(const Site& site, const std::string& name, Results& results) {
  const int warm_up = std::max(site.plan.questions / 10, 3);
  site.plan.progress("sheets whose heads have moved, and not");
  LedgerWriter writer(site.suite.channel(), MoreEntries(site.world, site.plan.questions + warm_up));
  const SheetCaller sheets(site.suite.channel(), kTemplate);
  const auto moved = AskOften(sheets, warm_up, site.plan.questions, [&] { return writer.Write(); });
  if (!moved.ok()) return moved.status();
  const auto still =
      AskOften(sheets, warm_up, site.plan.questions, [] { return absl::OkStatus(); });
  if (!still.ok()) return still.status();
  Result line = LineOf(site, name, "ms");
  line.value = Median(*moved);
  line.baseline = Median(*still);
  line.against = "the same sheet with unmoved heads, one caller";
  line.method = absl::StrCat("median of ", site.plan.questions, " after ", warm_up,
                             " to warm up; each time one write, and when it is answered at once a "
                             "sheet of 30 figures");
  results.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
