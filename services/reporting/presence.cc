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

std::vector<Change> TransitionsAdded(const std::vector<Change>& history,
                                     const std::vector<Change>& added) {
  std::vector<Change> all = history;
  all.insert(all.end(), added.begin(), added.end());
  std::vector<Change> difference = Transitions(std::move(all));
  for (const Change& before : Transitions(history)) {
    difference.push_back({before.day, -before.delta});
  }
  return ByDay(std::move(difference));
}

}  // namespace bangfu::reporting
