#include "services/reporting/evaluator.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

int64_t Pick(const Totals& totals, v1::Aggregate aggregate) {
  switch (aggregate) {
    case v1::AGGREGATE_SUM:
      return totals.sum;
    case v1::AGGREGATE_COUNT:
      return totals.count;
    default:
      return totals.distinct;
  }
}

}  // namespace

bool Contributes(const ProgrammeView& view, const CountySnapshot& county, v1::FactKind kind,
                 date::Date as_of) {
  if (!IsOfRegister(kind)) return true;
  const std::vector<Designation>& designations = view.programme->designations;
  return std::any_of(designations.begin(), designations.end(), [&](const Designation& d) {
    return d.county == county.county() && d.start <= as_of;
  });
}

int64_t DivideRounded(int64_t numerator, int64_t denominator) {
  const int64_t quotient = numerator / denominator;
  // Of the numerator's sign. Half or more of the denominator takes the quotient one further.
  const int64_t rest = numerator % denominator;
  if (rest >= denominator - rest) return quotient + 1;
  if (-rest >= denominator + rest) return quotient - 1;
  return quotient;
}

Value Evaluator::Evaluate(const v1::Formula& formula, const std::string& scope) {
  Value result;
  result.numerator = Of(formula.numerator(), scope);
  if (!formula.has_denominator()) {
    result.value = result.numerator;
    return result;
  }
  result.denominator = Of(formula.denominator(), scope);
  if (result.denominator > 0) result.value = DivideRounded(result.numerator, result.denominator);
  return result;
}

int64_t Evaluator::Of(const v1::Expression& expression, const std::string& scope) {
  int64_t sum = 0;
  for (const v1::Term& term : expression.terms()) {
    const int64_t value = Of(term, scope);
    sum = AddClamped(sum, term.sign() < 0 ? -value : value);
  }
  return sum;
}

int64_t Evaluator::Of(const v1::Term& term, const std::string& scope) {
  static const std::string kOfRegister(kRegisterScope);
  const OfCounties& found =
      IsOfRegister(term.kind()) ? Find("", kOfRegister) : Find(view_.programme->id, scope);
  if (term.aggregate() == v1::AGGREGATE_UNION) return CountFacets(found, term.kind());
  Totals totals;
  for (size_t i = 0; i < found.size(); ++i) {
    const Series* series = FindSeries(found[i], term.kind(), term.facet());
    if (series == nullptr || !Contributes(view_, *view_.counties[i], term.kind(), as_of_)) continue;
    totals += series->AsOf(as_of_.days);
  }
  return Pick(totals, term.aggregate());
}

// Facets may occur in several counties, so their counts are added up before any is looked at.
int64_t Evaluator::CountFacets(const OfCounties& found, v1::FactKind kind) const {
  std::map<std::string_view, int64_t> counts;
  for (const ScopeSeries& of_county : found) {
    for (const SeriesPtr& series : FacetsOf(of_county, kind)) {
      counts[series->key().facet] += series->AsOf(as_of_.days).count;
    }
  }
  return std::count_if(counts.begin(), counts.end(),
                       [](const auto& facet) { return facet.second > 0; });
}

// A scope's name tells whether it is the register's or the programme's.
const Evaluator::OfCounties& Evaluator::Find(std::string_view programme, const std::string& scope) {
  const auto [place, is_new] = by_scope_.try_emplace(scope);
  if (is_new) {
    place->second.reserve(view_.counties.size());
    for (const CountySnapshotPtr& county : view_.counties) {
      place->second.push_back(county->OfScope(programme, scope));
    }
  }
  return place->second;
}

std::optional<LatestMoney> FindLatest(const CaseMoney& money, v1::FactKind kind, date::Date as_of) {
  const auto of_kind = money.fen_by_day.find(kind);
  if (of_kind == money.fen_by_day.end()) return std::nullopt;
  for (auto after = of_kind->second.upper_bound(as_of.days); after != of_kind->second.begin();) {
    --after;
    if (after->second != 0) return LatestMoney{date::Date{after->first}, after->second};
  }
  return std::nullopt;
}

Value EvaluateLatest(const v1::Formula& formula, const CaseMoney& money, date::Date as_of) {
  Value result;
  const auto latest = FindLatest(money, formula.numerator().terms(0).kind(), as_of);
  if (!latest) return result;
  result.numerator = latest->fen;
  result.value = latest->fen;
  return result;
}

}  // namespace bangfu::reporting
