#include "services/reporting/rollup.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "absl/status/status.h"

namespace bangfu::reporting {
namespace {

using FactRun = std::span<const Fact* const>;

// The deltas while they grow. A roll-up is known by its DayDeltas, which stay where they are.
class Roller {
 public:
  using Items = std::vector<SubjectHistory::Item>;

  void AddTotals(const Fact& fact) {
    for (DayDeltas* days : Of(fact.cell)) {
      (*days)[fact.day.days] += {.count = fact.delta, .sum = fact.quantity};
    }
  }

  // `facts` are of one subject, programme and kind, by cell; `history` is all that was before.
  void AddDistinct(FactRun facts, Items history) {
    std::map<Cell, Changes> cells;
    for (SubjectHistory::Item& item : history) {
      Changes& changes = cells[std::move(item.cell)];
      changes.before.push_back(item.change);
      changes.after.push_back(item.change);
    }
    for (const Fact* fact : facts) {
      cells[fact->cell].after.push_back({fact->day.days, fact->delta});
    }
    AddDifferences(facts, cells);
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

// The facts of one subject, programme and kind, by cell, and where their cells begin.
struct SubjectRun {
  FactRun facts;
  std::vector<size_t> cells;
};

std::vector<SubjectRun> RunsOf(FactRun facts) {
  std::vector<SubjectRun> runs;
  for (size_t i = 0; i < facts.size(); ++i) {
    const bool same = i > 0 && SameSubject(*facts[i - 1], *facts[i]);
    if (!same) runs.push_back({facts.subspan(i, 0), {}});
    SubjectRun& run = runs.back();
    if (!same || facts[i - 1]->cell != facts[i]->cell) run.cells.push_back(run.facts.size());
    run.facts = FactRun(run.facts.data(), run.facts.size() + 1);
  }
  return runs;
}

// Whether the facts add payments alone, each from a day on which the subject counts anyway. Then
// nothing changes: this is what most payments come to. `since` are the answers of
// SubjectHistory::CountsSince for the cells.
bool CountedAlready(const SubjectRun& run, std::span<const std::optional<int32_t>> since) {
  for (size_t cell = 0; cell < run.cells.size(); ++cell) {
    if (!since[cell]) return false;
    const bool last = cell + 1 == run.cells.size();
    const size_t end = last ? run.facts.size() : run.cells[cell + 1];
    for (size_t i = run.cells[cell]; i < end; ++i) {
      if (run.facts[i]->delta < 0 || run.facts[i]->day.days < *since[cell]) return false;
    }
  }
  return true;
}

SubjectHistory::Place PlaceOf(const Fact& fact) { return {fact.subject, &fact.cell}; }

// The subjects whose numbers may change.
absl::StatusOr<std::vector<SubjectRun>> FindAffected(std::vector<SubjectRun> runs,
                                                     SubjectHistory& history) {
  std::vector<SubjectHistory::Place> places;
  for (const SubjectRun& run : runs) {
    for (const size_t first : run.cells) places.push_back(PlaceOf(*run.facts[first]));
  }
  const absl::StatusOr<std::vector<std::optional<int32_t>>> since = history.CountsSince(places);
  if (!since.ok()) return since.status();
  size_t place = 0;
  std::erase_if(runs, [&](const SubjectRun& run) {
    const auto of_run = std::span(*since).subspan(place, run.cells.size());
    place += run.cells.size();
    return CountedAlready(run, of_run);
  });
  return runs;
}

}  // namespace

absl::StatusOr<SeriesDeltas> RollUp(std::span<const Fact> facts, SubjectHistory& history) {
  Roller roller;
  std::vector<const Fact*> by_subject;
  by_subject.reserve(facts.size());
  for (const Fact& fact : facts) {
    roller.AddTotals(fact);
    by_subject.push_back(&fact);
  }
  std::sort(by_subject.begin(), by_subject.end(), BySubject);
  const absl::StatusOr<std::vector<SubjectRun>> affected =
      FindAffected(RunsOf(by_subject), history);
  if (!affected.ok()) return affected.status();
  std::vector<SubjectHistory::Place> places;
  for (const SubjectRun& run : *affected) places.push_back(PlaceOf(*run.facts.front()));
  absl::StatusOr<std::vector<Roller::Items>> known = history.All(places);
  if (!known.ok()) return known.status();
  for (size_t i = 0; i < affected->size(); ++i) {
    roller.AddDistinct((*affected)[i].facts, std::move((*known)[i]));
  }
  return std::move(roller).Take();
}

}  // namespace bangfu::reporting
