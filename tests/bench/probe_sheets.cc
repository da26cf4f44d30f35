// How long a sheet takes whose heads have just moved.
#include <algorithm>
#include <string>
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

// Of all journals that the sheet was made from.
int64_t EntriesBehind(const gateway::v1::AchievementSheet& sheet) {
  int64_t entries = 0;
  for (const gateway::v1::SourceHead& head : sheet.source_heads()) {
    entries += head.tree_head().size();
  }
  return entries;
}

// Milliseconds of the questions after `warm_up` others; before each, `prepare`. Each sheet must
// have moved since the one before, or none.
template <typename Prepare>
absl::StatusOr<std::vector<double>> AskOften(const SheetCaller& sheets, int warm_up, int questions,
                                             bool moves, Prepare prepare) {
  std::vector<double> times_ms;
  int64_t entries = -1;
  for (int i = -warm_up; i < questions; ++i) {
    if (absl::Status status = prepare(); !status.ok()) return status;
    const absl::Time begin = absl::Now();
    const absl::StatusOr<gateway::v1::AchievementSheet> sheet = sheets.Ask();
    const absl::Duration taken = absl::Now() - begin;
    if (!sheet.ok()) return sheet.status();
    const int64_t before = std::exchange(entries, EntriesBehind(*sheet));
    if (before >= 0 && moves != (entries > before)) {
      return absl::InternalError(absl::StrCat("a sheet of ", entries, " entries after one of ",
                                              before, ", which ", moves ? "were" : "were not",
                                              " to be more"));
    }
    if (i >= 0) times_ms.push_back(absl::ToDoubleMilliseconds(taken));
  }
  return times_ms;
}

struct Question {
  std::string name;  // of the line
  std::string when;  // said by its method, as is the next
  std::string of;
};

// Sheets after a write each, from a set of MoreEntries() that nobody else writes, and without.
absl::Status Compare(const Site& site, const SheetCaller& sheets, int set, const Question& question,
                     Results& results) {
  const int count = site.plan.questions;
  const int warm_up = std::max(count / 10, 3);
  LedgerWriter writer(site.suite.channel(), MoreEntries(site.world, count + warm_up, set));
  const auto moved = AskOften(sheets, warm_up, count, true, [&] { return writer.Write(); });
  if (!moved.ok()) return moved.status();
  const auto still = AskOften(sheets, warm_up, count, false, [] { return absl::OkStatus(); });
  if (!still.ok()) return still.status();
  Result line = LineOf(site, question.name, "ms");
  line.value = Median(*moved);
  line.baseline = Median(*still);
  line.against = "the same sheet with unmoved heads, one caller";
  line.method = absl::StrCat("median of ", count, " after ", warm_up,
                             " to warm up; each time one write, and when it is answered at once a "
                             "sheet of 30 figures, ",
                             question.of, "; ", question.when);
  results.push_back(std::move(line));
  return absl::OkStatus();
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

absl::Status ProbeSheets(const Site& site, const std::string& name, const std::string& when,
                         int set, Results& results) {
  site.plan.progress("sheets whose heads have moved, and not");
  return Compare(site, SheetCaller(site.suite.channel(), kTemplate), set,
                 {name, when, "of today: totals, no day of a roll-up is read"}, results);
}

absl::Status ProbeEarlierSheets(const Site& site, Results& results) {
  site.plan.progress("sheets of an earlier day");
  SheetCaller sheets(site.suite.channel(), kTemplate);
  google::type::Date date;  // half-way through the years of a world
  date.set_year(2017);
  date.set_month(6);
  date.set_day(30);
  sheets.SetAsOf(date);
  return Compare(site, sheets, 3,
                 {"sheet_moved_earlier", kAfterAMonth,
                  "as of 2017-06-30: a block of days of each roll-up is read"},
                 results);
}

}  // namespace bangfu::bench
