#include "services/reporting/evaluator.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

SeriesKey KeyOf(const v1::Term& term, const std::string& scope, const ProgrammeView& view) {
  if (IsOfRegister(term.kind())) {
    return {"", std::string(kRegisterScope), term.kind(), term.facet()};
  }
  return {view.programme->id, scope, term.kind(), term.facet()};
}

// Facets may occur in several counties, so their counts are added up before any is looked at.
int64_t CountFacets(const SeriesKey& key, const ProgrammeView& view, date::Date as_of) {
  std::map<std::string_view, int64_t> counts;
  for (const CountySnapshotPtr& county : view.counties) {
    for (const SeriesPtr& series : county->Facets(key)) {
      counts[series->key().facet] += series->AsOf(as_of.days).count;
    }
  }
  return std::count_if(counts.begin(), counts.end(),
                       [](const auto& facet) { return facet.second > 0; });
}

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

int64_t EvaluateTerm(const v1::Term& term, const std::string& scope, const ProgrammeView& view,
                     date::Date as_of) {
  const SeriesKey key = KeyOf(term, scope, view);
  if (term.aggregate() == v1::AGGREGATE_UNION) return CountFacets(key, view, as_of);
  Totals totals;
  for (const CountySnapshotPtr& county : view.counties) {
    if (!Contributes(view, *county, term.kind(), as_of)) continue;
    totals += county->AsOf(key, as_of.days);
  }
  return Pick(totals, term.aggregate());
}

int64_t EvaluateExpression(const v1::Expression& expression, const std::string& scope,
                           const ProgrammeView& view, date::Date as_of) {
  int64_t sum = 0;
  for (const v1::Term& term : expression.terms()) {
    const int64_t value = EvaluateTerm(term, scope, view, as_of);
    sum = AddClamped(sum, term.sign() < 0 ? -value : value);
  }
  return sum;
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

Value Evaluate(const v1::Formula& formula, const std::string& scope, const ProgrammeView& view,
               date::Date as_of) {
  Value result;
  result.numerator = EvaluateExpression(formula.numerator(), scope, view, as_of);
  if (!formula.has_denominator()) {
    result.value = result.numerator;
    return result;
  }
  result.denominator = EvaluateExpression(formula.denominator(), scope, view, as_of);
  if (result.denominator > 0) result.value = DivideRounded(result.numerator, result.denominator);
  return result;
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
