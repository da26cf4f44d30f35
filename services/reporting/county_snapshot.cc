#include "services/reporting/county_snapshot.h"

#include <algorithm>
#include <utility>

namespace bangfu::reporting {
namespace {

bool KeyBefore(const SeriesPtr& series, const SeriesKey& key) { return series->key() < key; }

std::pair<v1::FactKind, std::string_view> KindAndFacet(const Series& series) {
  return {series.key().kind, series.key().facet};
}

// Both by key: copies the pointers, and makes anew only the series that have deltas.
std::vector<SeriesPtr> WithDeltas(const std::vector<SeriesPtr>& before,
                                  const SeriesDeltas& deltas) {
  std::vector<SeriesPtr> after;
  after.reserve(before.size() + deltas.size());
  auto old = before.begin();
  for (const auto& [key, days] : deltas) {
    if (days.empty()) continue;
    const auto place = std::lower_bound(old, before.end(), key, KeyBefore);
    after.insert(after.end(), old, place);
    old = place;
    if (old != before.end() && (*old)->key() == key) {
      after.push_back(std::make_shared<const Series>(**old++, days));
    } else {
      after.push_back(std::make_shared<const Series>(Series(key), days));
    }
  }
  after.insert(after.end(), old, before.end());
  return after;
}

// Puts `item` in its place by `name_of`, instead of one of the same name.
template <typename Item, typename NameOf>
void Upsert(std::vector<std::shared_ptr<const Item>>& items, Item item, NameOf name_of) {
  const auto place = std::lower_bound(
      items.begin(), items.end(), item,
      [&](const auto& other, const Item& wanted) { return name_of(*other) < name_of(wanted); });
  const bool known = place != items.end() && name_of(**place) == name_of(item);
  auto shared = std::make_shared<const Item>(std::move(item));
  if (known) {
    *place = std::move(shared);
  } else {
    items.insert(place, std::move(shared));
  }
}

}  // namespace

const Series* FindSeries(ScopeSeries of_scope, v1::FactKind kind, std::string_view facet) {
  const auto found = std::lower_bound(
      of_scope.begin(), of_scope.end(), std::pair(kind, facet),
      [](const SeriesPtr& series, const auto& wanted) { return KindAndFacet(*series) < wanted; });
  if (found == of_scope.end() || KindAndFacet(**found) != std::pair(kind, facet)) return nullptr;
  return found->get();
}

// Behind the roll-up of all facets, whose facet is empty.
ScopeSeries FacetsOf(ScopeSeries of_scope, v1::FactKind kind) {
  const auto first = std::upper_bound(
      of_scope.begin(), of_scope.end(), std::pair(kind, std::string_view()),
      [](const auto& wanted, const SeriesPtr& series) { return wanted < KindAndFacet(*series); });
  const auto last = std::find_if(first, of_scope.end(), [kind](const SeriesPtr& series) {
    return series->key().kind != kind;
  });
  return {first, last};
}

CountySnapshot::CountySnapshot(const CountySnapshot& before, CountyUpdate update)
    : county_(before.county_),
      size_(update.size_after),
      heads_(std::move(update.heads)),
      series_(WithDeltas(before.series_, update.deltas)),
      programmes_(before.programmes_),
      cases_(before.cases_) {
  heads_.insert(before.heads_.begin(), before.heads_.end());  // those that the update lacks
  for (Programme& programme : update.programmes) {
    Upsert(
        programmes_, std::move(programme), [](const Programme& p) -> auto& { return p.id; });
  }
  for (CaseMoney& paid : update.cases) {
    Upsert(
        cases_, std::move(paid), [](const CaseMoney& c) -> auto& { return c.definition.name; });
  }
}

int64_t CountySnapshot::SizeOf(std::string_view journal) const {
  const auto head = heads_.find(journal);
  return head == heads_.end() ? 0 : head->second.size;
}

ScopeSeries CountySnapshot::OfScope(std::string_view programme, std::string_view scope) const {
  using Scope = std::pair<std::string_view, std::string_view>;
  const auto scope_of = [](const SeriesPtr& series) -> Scope {
    return {series->key().programme, series->key().scope};
  };
  const Scope wanted(programme, scope);
  const auto first = std::lower_bound(
      series_.begin(), series_.end(), wanted,
      [&](const SeriesPtr& series, const Scope& other) { return scope_of(series) < other; });
  // A scope has few.
  const auto last = std::find_if(
      first, series_.end(), [&](const SeriesPtr& series) { return scope_of(series) != wanted; });
  return {first, last};
}

ProgrammePtr CountySnapshot::FindProgramme(std::string_view id) const {
  const auto found = std::lower_bound(
      programmes_.begin(), programmes_.end(), id,
      [](const ProgrammePtr& p, std::string_view wanted) { return p->id < wanted; });
  return found != programmes_.end() && (*found)->id == id ? *found : nullptr;
}

}  // namespace bangfu::reporting
