#include "services/reporting/rollup.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

#include "absl/status/status.h"

namespace bangfu::reporting {
namespace {

using FactRun = std::span<const Fact* const>;

// The deltas while they grow. A roll-up is known by its DayDeltas, which stay where they are.
class Roller {
 public:
  explicit Roller(SubjectHistory& history) : history_(history) {}

  void AddTotals(const Fact& fact) {
    for (DayDeltas* days : Of(fact.cell)) {
      (*days)[fact.day.days] += {.count = fact.delta, .sum = fact.quantity};
    }
  }

  // `facts` are of one subject, programme and kind, by cell.
  absl::Status AddDistinct(FactRun facts) {
    absl::StatusOr<bool> counted = CountedAlready(facts);
    if (!counted.ok() || *counted) return counted.status();
    const Fact& first = *facts.front();
    absl::StatusOr<std::vector<SubjectHistory::Item>> history =
        history_.All(first.subject, first.cell.programme, first.cell.kind);
    if (!history.ok()) return history.status();
    std::map<Cell, Changes> cells;
    for (SubjectHistory::Item& item : *history) {
      Changes& changes = cells[std::move(item.cell)];
      changes.before.push_back(item.change);
      changes.after.push_back(item.change);
    }
    for (const Fact* fact : facts) {
      cells[fact->cell].after.push_back({fact->day.days, fact->delta});
    }
    AddDifferences(facts, cells);
    return absl::OkStatus();
  }

  SeriesDeltas Take() && { return std::move(deltas_); }

 private:
  struct Changes {
    std::vector<Change> before;
    std::vector<Change> after;
  };

  // A subject counts in a scope when it counts in any of the scope's cells. A reversal is of its
  // entry's cell, so that is when it has more facts than reversals there; and a cell whose facts
  // have not all come yet does not disturb the others.
  void AddDifferences(FactRun facts, const std::map<Cell, Changes>& cells) {
    std::map<DayDeltas*, Changes> touched;
    for (const Fact* fact : facts) {
      for (DayDeltas* days : Of(fact->cell)) touched[days];
    }
    for (const auto& [cell, changes] : cells) {
      const std::vector<Change> before = Transitions(changes.before);
      const std::vector<Change> after = Transitions(changes.after);
      for (DayDeltas* days : Of(cell)) {
        const auto found = touched.find(days);
        if (found == touched.end()) continue;
        Changes& scope = found->second;
        scope.before.insert(scope.before.end(), before.begin(), before.end());
        scope.after.insert(scope.after.end(), after.begin(), after.end());
      }
    }
    for (const auto& [days, scope] : touched) {
      for (const Change& change : Difference(Transitions(scope.before), Transitions(scope.after))) {
        (*days)[change.day].distinct += change.delta;
      }
    }
  }

  // Whether the subject counts from an earlier day on in every cell of the facts, with no reversal
  // before or now. Then nothing changes: this is what most payments come to.
  absl::StatusOr<bool> CountedAlready(FactRun facts) {
    for (size_t i = 0; i < facts.size();) {
      const Fact& first = *facts[i];
      absl::StatusOr<std::optional<Change>> known = history_.First(first.subject, first.cell);
      if (!known.ok()) return known.status();
      if (!known->has_value() || (*known)->delta < 0) return false;
      for (; i < facts.size() && facts[i]->cell == first.cell; ++i) {
        if (facts[i]->delta < 0 || facts[i]->day.days < (*known)->day) return false;
      }
    }
    return true;
  }

  // The roll-ups of a cell. Neighbours are mostly of one cell.
  const std::vector<DayDeltas*>& Of(const Cell& cell) {
    if (last_ == cells_.end() || last_->first != cell) {
      const auto [place, is_new] = cells_.try_emplace(cell);
      last_ = place;
      if (is_new) {
        for (SeriesKey& key : SeriesOf(cell)) {
          place->second.push_back(&deltas_[std::move(key)]);
        }
      }
    }
    return last_->second;
  }

  using Cells = std::map<Cell, std::vector<DayDeltas*>>;

  SubjectHistory& history_;
  SeriesDeltas deltas_;
  Cells cells_;
  Cells::iterator last_ = cells_.end();
};

bool BySubject(const Fact* a, const Fact* b) {
  return std::tie(a->subject, a->cell) < std::tie(b->subject, b->cell);
}

bool SameSubject(const Fact& a, const Fact& b) {
  return a.subject == b.subject && a.cell.programme == b.cell.programme &&
         a.cell.kind == b.cell.kind;
}

}  // namespace

absl::StatusOr<SeriesDeltas> RollUp(std::span<const Fact> facts, SubjectHistory& history) {
  Roller roller(history);
  std::vector<const Fact*> by_subject;
  by_subject.reserve(facts.size());
  for (const Fact& fact : facts) {
    roller.AddTotals(fact);
    by_subject.push_back(&fact);
  }
  std::sort(by_subject.begin(), by_subject.end(), BySubject);
  for (auto first = by_subject.begin(); first != by_subject.end();) {
    const auto last = std::find_if(first, by_subject.end(),
                                   [&](const Fact* fact) { return !SameSubject(**first, *fact); });
    if (absl::Status status = roller.AddDistinct({first, last}); !status.ok()) return status;
    first = last;
  }
  return std::move(roller).Take();
}

}  // namespace bangfu::reporting
