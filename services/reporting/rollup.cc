#include "services/reporting/rollup.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/status/status.h"

namespace bangfu::reporting {
namespace {

using FactRun = std::span<const Fact* const>;
using Place = SubjectHistory::Place;
using Known = SubjectHistory::Known;

// A subject in one cell, before and after the new facts.
struct CellChange {
  const Cell* cell;
  Presence before;
  std::vector<Change> added;  // empty where the cell has no new facts
  Presence after;
  bool is_new;
};

// The facts of one subject, programme and kind, and all cells that it has there.
struct SubjectRun {
  FactRun facts;
  std::vector<CellChange> cells;
};

// The deltas while they grow. A roll-up is known by its DayDeltas, which stay where they are.
class Roller {
 public:
  void AddTotals(const Fact& fact) {
    for (DayDeltas* days : Of(fact.cell)) {
      (*days)[fact.day.days] += {.count = fact.delta, .sum = fact.quantity};
    }
  }

  // A subject counts in a scope when it counts in any of the scope's cells. A reversal is of its
  // entry's cell, so that is when it has more facts than reversals there; and a cell whose facts
  // have not all come yet does not disturb the others.
  void AddDistinct(const SubjectRun& run) {
    std::map<DayDeltas*, BeforeAndAfter> touched;
    for (const CellChange& change : run.cells) {
      if (change.added.empty()) continue;
      for (DayDeltas* days : Of(*change.cell)) touched[days];
    }
    for (const CellChange& change : run.cells) {
      const std::vector<Change> before = Transitions(change.before.Changes());
      const std::vector<Change> after = Transitions(change.after.Changes());
      for (DayDeltas* days : Of(*change.cell)) {
        const auto found = touched.find(days);
        if (found == touched.end()) continue;
        BeforeAndAfter& scope = found->second;
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

  SeriesDeltas Take() && { return std::move(deltas_); }

 private:
  struct BeforeAndAfter {
    std::vector<Change> before;
    std::vector<Change> after;
  };

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

std::vector<SubjectRun> RunsOf(FactRun facts) {
  std::vector<SubjectRun> runs;
  for (size_t i = 0; i < facts.size(); ++i) {
    if (i == 0 || !SameSubject(*facts[i - 1], *facts[i])) runs.push_back({facts.subspan(i, 0), {}});
    SubjectRun& run = runs.back();
    run.facts = FactRun(run.facts.data(), run.facts.size() + 1);
  }
  return runs;
}

Place PlaceOf(const Fact& fact) { return {fact.subject, &fact.cell}; }

CellChange& ChangeIn(SubjectRun& run, const Cell& cell) {
  for (CellChange& change : run.cells) {
    if (*change.cell == cell) return change;
  }
  return run.cells.emplace_back(CellChange{&cell, {}, {}, {}, true});
}

// Puts the facts into their cells; false when that makes no difference to any. Most payments make
// none: their subject was paid in the cell before, twice.
bool AddToCells(SubjectRun& run) {
  bool makes_difference = false;
  for (const Fact* fact : run.facts) {
    CellChange& change = ChangeIn(run, fact->cell);
    change.added.push_back({fact->day.days, fact->delta});
    makes_difference = makes_difference || change.before.IsChangedBy(change.added.back());
  }
  return makes_difference;
}

size_t CountReversals(const std::vector<Change>& changes) {
  return static_cast<size_t>(std::count_if(changes.begin(), changes.end(),
                                           [](const Change& change) { return change.delta < 0; }));
}

// The subjects of which something has to be kept, or whose numbers may change.
absl::StatusOr<std::vector<SubjectRun>> FindAffected(std::vector<SubjectRun> runs,
                                                     SubjectHistory& history) {
  std::vector<Place> places;
  for (const SubjectRun& run : runs) places.push_back(PlaceOf(*run.facts.front()));
  absl::StatusOr<std::vector<std::vector<Known>>> known = history.Read(places);
  if (!known.ok()) return known.status();
  std::vector<SubjectRun> affected;
  for (size_t i = 0; i < runs.size(); ++i) {
    for (Known& one : (*known)[i]) {
      runs[i].cells.push_back({one.cell, std::move(one.presence), {}, {}, false});
    }
    if (AddToCells(runs[i])) affected.push_back(std::move(runs[i]));
  }
  return affected;
}

// Asks for earlier facts where what is kept of them does not do for the new reversals.
absl::Status CompletePresences(std::vector<SubjectRun>& runs, SubjectHistory& history) {
  std::vector<SubjectHistory::Question> questions;
  std::vector<CellChange*> asked;
  for (SubjectRun& run : runs) {
    for (CellChange& change : run.cells) {
      const size_t count = change.before.FactsNeeded(CountReversals(change.added));
      if (change.added.empty() || count == 0) continue;
      questions.push_back({{run.facts.front()->subject, change.cell}, count});
      asked.push_back(&change);
    }
  }
  if (asked.empty()) return absl::OkStatus();
  absl::StatusOr<std::vector<std::vector<int32_t>>> days = history.EarliestFacts(questions);
  if (!days.ok()) return days.status();
  for (size_t i = 0; i < asked.size(); ++i) {
    asked[i]->before.SetFacts(std::move((*days)[i]), questions[i].count);
  }
  return absl::OkStatus();
}

std::vector<const Fact*> SortBySubject(std::span<const Fact> facts) {
  std::vector<const Fact*> sorted;
  sorted.reserve(facts.size());
  for (const Fact& fact : facts) sorted.push_back(&fact);
  std::sort(sorted.begin(), sorted.end(), BySubject);
  return sorted;
}

}  // namespace

absl::StatusOr<RolledUp> RollUp(std::span<const Fact> facts, SubjectHistory& history) {
  Roller roller;
  for (const Fact& fact : facts) roller.AddTotals(fact);
  const std::vector<const Fact*> by_subject = SortBySubject(facts);
  absl::StatusOr<std::vector<SubjectRun>> affected = FindAffected(RunsOf(by_subject), history);
  if (!affected.ok()) return affected.status();
  if (absl::Status read = CompletePresences(*affected, history); !read.ok()) return read;
  RolledUp rolled;
  for (SubjectRun& run : *affected) {
    for (CellChange& change : run.cells) {
      change.after = change.before;
      if (!change.added.empty()) change.after.Add(change.added);
    }
    roller.AddDistinct(run);
    for (CellChange& change : run.cells) {
      if (change.after == change.before) continue;
      rolled.presences.push_back(
          {{run.facts.front()->subject, change.cell}, std::move(change.after), change.is_new});
    }
  }
  rolled.deltas = std::move(roller).Take();
  return rolled;
}

}  // namespace bangfu::reporting
