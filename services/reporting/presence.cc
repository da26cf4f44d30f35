#include "services/reporting/presence.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace bangfu::reporting {
namespace {

// One change a day, days ascending, none 0.
std::vector<Change> ByDay(std::vector<Change> changes) {
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) { return a.day < b.day; });
  size_t kept = 0;
  for (size_t i = 0; i < changes.size();) {
    Change day{changes[i].day, 0};
    for (; i < changes.size() && changes[i].day == day.day; ++i) day.delta += changes[i].delta;
    if (day.delta != 0) changes[kept++] = day;
  }
  changes.resize(kept);
  return changes;
}

}  // namespace

std::vector<Change> Transitions(std::vector<Change> changes) {
  std::vector<Change> transitions;
  int64_t balance = 0;
  for (const Change& change : ByDay(std::move(changes))) {
    const bool counted = balance > 0;
    balance += change.delta;
    if ((balance > 0) != counted) transitions.push_back({change.day, counted ? -1 : 1});
  }
  return transitions;
}

std::vector<Change> Difference(const std::vector<Change>& before,
                               const std::vector<Change>& after) {
  std::vector<Change> difference = after;
  for (const Change& change : before) difference.push_back({change.day, -change.delta});
  return ByDay(std::move(difference));
}

}  // namespace bangfu::reporting
