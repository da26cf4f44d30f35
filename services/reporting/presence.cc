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

// How many facts are kept beside so many reversals.
size_t KeptMax(size_t reversals) { return reversals == 0 ? 2 : 2 * reversals + 8; }

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

bool Presence::IsChangedBy(const Change& change) const {
  return change.delta < 0 || is_complete_ || change.day < fact_days_.back();
}

size_t Presence::FactsNeeded(size_t new_reversals) const {
  const size_t reversals = reversal_days_.size() + new_reversals;
  return is_complete_ || fact_days_.size() > reversals ? 0 : KeptMax(reversals);
}

void Presence::SetFacts(std::vector<int32_t> earliest, size_t asked) {
  is_complete_ = earliest.size() < asked;
  fact_days_ = std::move(earliest);
}

void Presence::Add(const std::vector<Change>& changes) {
  // Of facts that are not kept, nobody knows whether they lie before a later one.
  const int32_t end = is_complete_ ? INT32_MAX : fact_days_.back();
  for (const Change& change : changes) {
    if (change.delta < 0) {
      reversal_days_.push_back(change.day);
    } else if (change.day < end) {
      fact_days_.push_back(change.day);
    }
  }
  std::sort(fact_days_.begin(), fact_days_.end());
  std::sort(reversal_days_.begin(), reversal_days_.end());
  const size_t kept_max = KeptMax(reversal_days_.size());
  if (fact_days_.size() < kept_max) return;
  fact_days_.resize(kept_max);
  is_complete_ = false;
}

std::vector<Change> Presence::Changes() const {
  std::vector<Change> changes;
  changes.reserve(fact_days_.size() + reversal_days_.size());
  for (const int32_t day : fact_days_) changes.push_back({day, 1});
  for (const int32_t day : reversal_days_) changes.push_back({day, -1});
  return changes;
}

}  // namespace bangfu::reporting
