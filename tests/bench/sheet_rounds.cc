#include "tests/bench/sheet_rounds.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace bangfu::bench {
namespace {

// Sets of entries that no other probe writes, each for once.
constexpr int kSets[] = {0, 4, 5, 6, 7};
constexpr int kSetAfterImport = 8;

constexpr char kName[] = "sheet_moved_p50";

Result MiddleBy(Results results, bool (*before)(const Result&, const Result&)) {
  const auto middle = results.begin() + static_cast<std::ptrdiff_t>(results.size() / 2);
  std::nth_element(results.begin(), middle, results.end(), before);
  absl::StrAppend(&middle->method, "; the middle one of ", results.size(), " rounds");
  return std::move(*middle);
}

Result GrowthTo(Result large, const Result& small, std::string name) {
  large.name = std::move(name);
  large.baseline = small.value;
  large.against = absl::StrCat("the same over ", small.size,
                               ", a suite of its own beside this one, a second before or after");
  return large;
}

}  // namespace

absl::Status SheetRounds::AskBoth(const std::string& when, int set, bool small_first,
                                  Results& of_site, Results& of_small) {
  const auto large = [&] { return ProbeSheets(site_, kName, when, set, of_site); };
  const auto small = [&] { return ProbeSheets(small_, kName, when, set, of_small); };
  absl::Status first = small_first ? small() : large();
  if (!first.ok()) return first;
  return small_first ? large() : small();
}

absl::Status SheetRounds::AskAfterImport(Results& results) {
  Results large, small;
  absl::Status asked = AskBoth(kAfterTheImport, kSetAfterImport, false, large, small);
  if (!asked.ok()) return asked;
  results.push_back(GrowthTo(std::move(large.front()), small.front(), "sheet_growth_after_import"));
  return absl::OkStatus();
}

absl::Status SheetRounds::Ask() {
  const size_t round = rounds_.size();
  if (round == std::size(kSets)) return absl::InternalError("no set of entries is left");
  return AskBoth(kAfterAMonth, kSets[round], round % 2 != 0, rounds_, of_small_);
}

void SheetRounds::AddLines(Results& results) const {
  results.push_back(
      MiddleBy(rounds_, [](const Result& a, const Result& b) { return a.value < b.value; }));
  Results growths;
  for (size_t i = 0; i < rounds_.size(); ++i) {
    growths.push_back(GrowthTo(rounds_[i], of_small_[i], "sheet_growth"));
  }
  results.push_back(MiddleBy(
      std::move(growths), [](const Result& a, const Result& b) { return a.Ratio() < b.Ratio(); }));
}

}  // namespace bangfu::bench
