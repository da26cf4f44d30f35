#include "services/reporting/series.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "bangfu/projects/v1/projects.pb.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

constexpr int kBlockBits = 6;  // 64 days

// Rounds down, also before 1970.
int32_t BlockOf(int32_t day) { return day >> kBlockBits; }
int32_t FirstDayOf(int32_t block) { return block << kBlockBits; }

}  // namespace

int64_t AddClamped(int64_t a, int64_t b) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return a > 0 ? kMax : -kMax;
  return std::max(sum, -kMax);
}

std::string PillarScope(std::string_view pillar_name) {
  return "pillar/" + std::string(pillar_name);
}

std::string ProjectScope(std::string_view project) { return "project/" + std::string(project); }

std::vector<SeriesKey> SeriesOf(const Cell& cell) {
  std::vector<std::string> scopes;
  scopes.emplace_back(IsOfRegister(cell.kind) ? kRegisterScope : kProgrammeScope);
  if (cell.pillar != 0) {
    scopes.push_back(
        PillarScope(projects::v1::Pillar_Name(static_cast<projects::v1::Pillar>(cell.pillar))));
  }
  if (!cell.project.empty()) scopes.push_back(ProjectScope(cell.project));
  std::vector<SeriesKey> keys;
  keys.reserve(2 * scopes.size());
  for (const std::string& scope : scopes) {
    keys.push_back({cell.programme, scope, cell.kind, ""});
    if (!cell.facet.empty()) keys.push_back({cell.programme, scope, cell.kind, cell.facet});
  }
  return keys;
}

Totals& Totals::operator+=(const Totals& other) {
  count = AddClamped(count, other.count);
  sum = AddClamped(sum, other.sum);
  distinct = AddClamped(distinct, other.distinct);
  return *this;
}

Totals Series::Block::AtEnd() const {
  Totals totals = before;
  return totals += points->back().totals;
}

Series::Series(const Series& before, const DayDeltas& deltas) : key_(before.key_) {
  blocks_.reserve(before.blocks_.size() + 1);
  auto old = before.blocks_.begin();
  Totals added;  // by all deltas so far
  const auto copy = [&] {
    blocks_.push_back(*old++);
    blocks_.back().before += added;
  };
  for (auto first = deltas.begin(); first != deltas.end();) {
    const int32_t number = BlockOf(first->first);
    const auto last = deltas.lower_bound(FirstDayOf(number + 1));
    while (old != before.blocks_.end() && old->number < number) copy();
    const bool is_known = old != before.blocks_.end() && old->number == number;
    Points points = Merge(is_known ? *old->points : Points(), first, last);
    const Totals at_begin = blocks_.empty() ? Totals() : blocks_.back().AtEnd();
    blocks_.push_back({number, at_begin, std::make_shared<const Points>(std::move(points))});
    if (is_known) ++old;
    for (; first != last; ++first) added += first->second;
  }
  while (old != before.blocks_.end()) copy();
}

Series::Points Series::Merge(const Points& before, DayDeltas::const_iterator first,
                             DayDeltas::const_iterator last) {
  Points points;
  points.reserve(before.size() + static_cast<size_t>(std::distance(first, last)));
  Totals added;
  Totals until;  // by the points before
  auto old = before.begin();
  const auto copy = [&] {
    until = old->totals;
    points.push_back(*old++);
    points.back().totals += added;
  };
  for (; first != last; ++first) {
    while (old != before.end() && old->day < first->first) copy();
    added += first->second;
    if (old != before.end() && old->day == first->first) continue;  // comes with the next round
    points.push_back({first->first, until});
    points.back().totals += added;
  }
  while (old != before.end()) copy();
  points.shrink_to_fit();  // it stays; most deltas are of days that had a point
  return points;
}

Totals Series::AsOf(int32_t day) const {
  const auto behind =
      std::upper_bound(blocks_.begin(), blocks_.end(), BlockOf(day),
                       [](int32_t wanted, const Block& block) { return wanted < block.number; });
  if (behind == blocks_.begin()) return {};
  const Block& block = *std::prev(behind);
  const auto after =
      std::upper_bound(block.points->begin(), block.points->end(), day,
                       [](int32_t wanted, const Point& point) { return wanted < point.day; });
  Totals totals = block.before;
  return after == block.points->begin() ? totals : totals += std::prev(after)->totals;
}

}  // namespace bangfu::reporting
