// How long a page of an explanation takes, proofs included.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "tests/bench/explain_caller.h"
#include "tests/bench/probe.h"
#include "tests/bench/statistics.h"

namespace bangfu::bench {

absl::Status ProbeExplain(const Site& site, Results& results) {
  site.plan.progress("pages of an explanation, with proofs");
  const ExplainCaller caller(site.suite.processes().gateway());
  const int warm_up = std::max(site.plan.questions / 10, 3);
  std::vector<double> pages_ms, all_ms;
  ExplainWalk walk;
  for (int i = -warm_up; i < site.plan.questions; ++i) {
    const auto times = caller.Ask("people_paid", walk);
    if (!times.ok()) return times.status();
    if (i < 0) continue;
    pages_ms.push_back(times->page_ms);
    all_ms.push_back(times->all_ms);
  }
  Result line = LineOf(site, "explain_p50", "ms");
  line.value = Median(all_ms);
  line.baseline = Median(pages_ms);
  line.against = "the page alone, without its proofs";
  line.method =
      absl::StrCat("median of ", site.plan.questions, " pages of 100 entries after ", warm_up,
                   " to warm up; ExplainFigure, ProveInclusion, and every proof checked "
                   "as bangfuctl does");
  results.push_back(std::move(line));
  return absl::OkStatus();
}

}  // namespace bangfu::bench
