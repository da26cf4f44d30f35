#include "services/reporting/series.h"

#include <algorithm>
#include <limits>

#include "bangfu/projects/v1/projects.pb.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {

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

Series::Series(const Series& before, const DayDeltas& deltas) : key_(before.key_) {
  const std::vector<Point>& old = before.points_;
  points_.reserve(old.size() + deltas.size());
  auto from_old = old.begin();
  Totals added;  // by all deltas so far
  for (const auto& [day, delta] : deltas) {
    for (; from_old != old.end() && from_old->day < day; ++from_old) {
      points_.push_back(*from_old);
      points_.back().totals += added;
    }
    added += delta;
    if (from_old != old.end() && from_old->day == day) continue;  // comes with the next round
    const Totals totals = from_old == old.begin() ? Totals() : std::prev(from_old)->totals;
    points_.push_back({day, totals});
    points_.back().totals += added;
  }
  for (; from_old != old.end(); ++from_old) {
    points_.push_back(*from_old);
    points_.back().totals += added;
  }
}

Totals Series::AsOf(int32_t day) const {
  const auto after =
      std::upper_bound(points_.begin(), points_.end(), day,
                       [](int32_t wanted, const Point& point) { return wanted < point.day; });
  return after == points_.begin() ? Totals() : std::prev(after)->totals;
}

}  // namespace bangfu::reporting
