#include "tests/bench/sheet_rounds.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace bangfu::bench {
namespace {

Result MiddleBy(Results results, bool (*before)(const Result&, const Result&)) {
  const auto middle = results.begin() + static_cast<std::ptrdiff_t>(results.size() / 2);
  std::nth_element(results.begin(), middle, results.end(), before);
  absl::StrAppend(&middle->method, "; the middle one of ", results.size(), " rounds");
  return std::move(*middle);
}

}  // namespace

absl::Status SheetRounds::Ask() {
  const int round = static_cast<int>(rounds_.size());
  absl::Status status = ProbeSheets(site_, "sheet_moved_p50", round, rounds_);
  if (!status.ok() || small_ == nullptr) return status;
  return ProbeSheets(*small_, "sheet_moved_p50", round, of_small_);
}

void SheetRounds::AddLines(Results& results) const {
  results.push_back(
      MiddleBy(rounds_, [](const Result& a, const Result& b) { return a.value < b.value; }));
  results.push_back(Growth());
}

Result SheetRounds::Growth() const {
  Results rounds = rounds_;
  for (size_t i = 0; i < rounds.size(); ++i) {
    rounds[i].name = "sheet_growth";
    rounds[i].against = "none: this is the first size";
    rounds[i].baseline.reset();
    if (of_small_.empty()) continue;
    rounds[i].baseline = of_small_[i].value;
    rounds[i].against = absl::StrCat("the same over ", of_small_[i].size,
                                     ", a suite beside this one, a second later");
  }
  return MiddleBy(std::move(rounds), [](const Result& a, const Result& b) {
    return a.Ratio().value_or(*a.value) < b.Ratio().value_or(*b.value);
  });
}

}  // namespace bangfu::bench
