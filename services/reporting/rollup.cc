#include "services/reporting/rollup.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

#include "absl/status/status.h"

#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

using Place = SubjectHistory::Place;
using Known = SubjectHistory::Known;

// A subject in one cell, before and after the new facts.
struct CellChange {
  const Cell* cell;
  Presence before;
  std::vector<Change> added;  // empty where the cell has no new facts
  Presence after;
  bool is_new = true;  // nothing was known of it
};

// The cells of one subject in one programme and kind that facts concern.
struct SubjectRun {
  std::string_view subject;
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

  SeriesDeltas Take() && {
    std::erase_if(deltas_, [](const auto& series) { return series.second.empty(); });
    return std::move(deltas_);
  }

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

std::vector<const Fact*> SortBySubject(std::span<const Fact> facts) {
  std::vector<const Fact*> sorted;
  sorted.reserve(facts.size());
  for (const Fact& fact : facts) sorted.push_back(&fact);
  std::sort(sorted.begin(), sorted.end(), BySubject);
  return sorted;
}

bool IsOf(const SubjectRun& run, const Fact& fact) {
  const Cell& cell = *run.cells.back().cell;
  return run.subject == fact.subject && cell.programme == fact.cell.programme &&
         cell.kind == fact.cell.kind;
}

std::vector<SubjectRun> RunsOf(std::span<const Fact> facts) {
  std::vector<SubjectRun> runs;
  for (const Fact* fact : SortBySubject(facts)) {
    if (runs.empty() || !IsOf(runs.back(), *fact)) runs.push_back({fact->subject, {}});
    std::vector<CellChange>& cells = runs.back().cells;
    if (cells.empty() || *cells.back().cell != fact->cell) cells.push_back({.cell = &fact->cell});
    cells.back().added.push_back({fact->day.days, fact->delta});
  }
  return runs;
}

bool MakesNoDifference(const CellChange& change) {
  return std::none_of(change.added.begin(), change.added.end(),
                      [&](const Change& added) { return change.before.IsChangedBy(added); });
}

// Finds what is known of the cells, and leaves those that something has to be kept of. Most
// payments change nothing: their subject was paid in the cell before, twice.
absl::Status ReadPresences(std::vector<SubjectRun>& runs, SubjectHistory& history) {
  std::vector<Place> places;
  for (const SubjectRun& run : runs) {
    for (const CellChange& change : run.cells) places.push_back({run.subject, change.cell});
  }
  absl::StatusOr<std::vector<std::optional<Presence>>> known = history.Read(places);
  if (!known.ok()) return known.status();
  auto next = known->begin();
  for (SubjectRun& run : runs) {
    for (CellChange& change : run.cells) {
      std::optional<Presence>& presence = *next++;
      change.is_new = !presence.has_value();
      if (presence) change.before = *std::move(presence);
    }
    std::erase_if(run.cells, MakesNoDifference);
  }
  std::erase_if(runs, [](const SubjectRun& run) { return run.cells.empty(); });
  return absl::OkStatus();
}

size_t CountReversals(const std::vector<Change>& changes) {
  return static_cast<size_t>(std::count_if(changes.begin(), changes.end(),
                                           [](const Change& change) { return change.delta < 0; }));
}

// Asks for earlier facts where what is kept of them does not do for the new reversals.
absl::Status CompletePresences(std::vector<SubjectRun>& runs, SubjectHistory& history) {
  std::vector<SubjectHistory::Question> questions;
  std::vector<CellChange*> asked;
  for (SubjectRun& run : runs) {
    for (CellChange& change : run.cells) {
      const size_t count = change.before.FactsNeeded(CountReversals(change.added));
      if (count == 0) continue;
      questions.push_back({{run.subject, change.cell}, count});
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

bool CountsOnOtherDays(const CellChange& change) {
  return Transitions(change.before.Changes()) != Transitions(change.after.Changes());
}

bool HasOneCell(const SubjectRun* run) { return IsOfRegister(run->cells.front().cell->kind); }

// Adds the cells that the subjects have besides: in wider scopes they may count by those anyway.
absl::Status ReadOtherCells(std::vector<SubjectRun*> runs, SubjectHistory& history) {
  std::erase_if(runs, HasOneCell);
  if (runs.empty()) return absl::OkStatus();
  std::vector<Place> places;
  places.reserve(runs.size());
  for (const SubjectRun* run : runs) places.push_back({run->subject, run->cells.front().cell});
  absl::StatusOr<std::vector<std::vector<Known>>> known = history.ReadAll(places);
  if (!known.ok()) return known.status();
  for (size_t i = 0; i < runs.size(); ++i) {
    std::vector<CellChange>& cells = runs[i]->cells;
    const size_t own_count = cells.size();
    for (Known& other : (*known)[i]) {
      const auto own_end = cells.begin() + static_cast<ptrdiff_t>(own_count);
      const bool own = std::any_of(cells.begin(), own_end, [&](const CellChange& change) {
        return *change.cell == *other.cell;
      });
      if (own) continue;
      cells.push_back({other.cell, other.presence, {}, std::move(other.presence), false});
    }
  }
  return absl::OkStatus();
}

absl::Status AddDistinct(std::vector<SubjectRun>& runs, SubjectHistory& history, Roller& roller) {
  std::vector<SubjectRun*> moved;
  for (SubjectRun& run : runs) {
    if (std::any_of(run.cells.begin(), run.cells.end(), CountsOnOtherDays)) moved.push_back(&run);
  }
  if (moved.empty()) return absl::OkStatus();
  if (absl::Status read = ReadOtherCells(moved, history); !read.ok()) return read;
  for (const SubjectRun* run : moved) roller.AddDistinct(*run);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RolledUp> RollUp(std::span<const Fact> facts, SubjectHistory& history) {
  Roller roller;
  for (const Fact& fact : facts) roller.AddTotals(fact);
  std::vector<SubjectRun> runs = RunsOf(facts);
  absl::Status status = ReadPresences(runs, history);
  if (status.ok()) status = CompletePresences(runs, history);
  if (!status.ok()) return status;
  RolledUp rolled;
  for (SubjectRun& run : runs) {
    for (CellChange& change : run.cells) {
      change.after = change.before;
      change.after.Add(change.added);
      rolled.presences.push_back({{run.subject, change.cell}, change.after, change.is_new});
    }
  }
  if (status = AddDistinct(runs, history, roller); !status.ok()) return status;
  rolled.deltas = std::move(roller).Take();
  return rolled;
}

}  // namespace bangfu::reporting
