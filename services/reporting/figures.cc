#include "services/reporting/figures.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/records/sheet_cases.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {
namespace {

// In place: on the path of a sheet the figure stands on its answer's arena.
void Fill(const PlannedFigure& planned, const Value& value, AsOf as_of, v1::Figure& figure) {
  figure = planned.blank;
  if (value.value) figure.set_value(*value.value);
  figure.set_numerator(value.numerator);
  figure.set_denominator(value.denominator);
  if (as_of) *figure.mutable_as_of() = records::DateToProto(*as_of);
}

std::string KeyOf(const Case& named) {
  const auto name = names::CaseName::Parse(named.name);
  return name ? name->Key() : std::string();
}

// The cases that may be told, by name: counties come by code.
std::vector<CasePtr> PublicCases(const ProgrammeView& view, AsOf as_of) {
  std::vector<CasePtr> cases;
  for (const CountySnapshotPtr& county : view.counties) {
    for (const CasePtr& money : county->cases()) {
      const Case& definition = money->definition;
      if (definition.programme != view.programme->id) continue;
      if (definition.WageIsPublic(LastDay(as_of))) cases.push_back(money);
    }
  }
  return cases;
}

// How many cases each county has, for cases by name.
std::vector<int64_t> CountByCounty(const std::vector<CasePtr>& cases) {
  std::vector<int64_t> counts;
  std::string_view county;
  for (const CasePtr& one : cases) {
    const std::string_view of_case =
        names::CountyOf(std::string_view(one->definition.name)).value_or(std::string_view());
    if (counts.empty() || of_case != county) counts.push_back(0);
    ++counts.back();
    county = of_case;
  }
  return counts;
}

// Those that a sheet tells of, by name. Households chooses by the same rule among more: whatever
// their consent covers, and in whatever county until it is told which. Among more cases none comes
// earlier, so all that it chose, are of this programme's counties and tell the wage, are here.
std::vector<CasePtr> SheetCases(const ProgrammeView& view, AsOf as_of) {
  std::vector<CasePtr> cases = PublicCases(view, as_of);
  if (cases.size() <= records::kSheetCasesMax) return cases;
  const std::vector<int64_t> counts = CountByCounty(cases);
  const std::vector<int64_t> shares = records::ShareOut(counts, records::kSheetCasesMax);
  std::vector<CasePtr> kept;
  kept.reserve(records::kSheetCasesMax);
  auto first = cases.begin();  // of a county
  for (size_t i = 0; i < counts.size(); ++i) {
    std::move(first, first + shares[i], std::back_inserter(kept));
    first += counts[i];
  }
  return kept;
}

void Compute(const PlannedFigure& planned, Evaluator& evaluator, AsOf as_of, v1::Figure& figure) {
  Fill(planned, evaluator.Evaluate(planned.indicator.formula(), planned.scope), as_of, figure);
}

void ComputeOfCase(const PlannedFigure& planned, const CaseMoney& money, AsOf as_of,
                   v1::Figure& figure) {
  Fill(planned, EvaluateLatest(planned.indicator.formula(), money, LastDay(as_of)), as_of, figure);
  figure.mutable_id()->append(".").append(KeyOf(money.definition));
  figure.mutable_scope()->set_subject(money.definition.person);
}

}  // namespace

v1::Figure ComputeFigure(const PlannedFigure& planned, const ProgrammeView& view, AsOf as_of) {
  v1::Figure figure;
  Evaluator evaluator(view, LastDay(as_of));
  Compute(planned, evaluator, as_of, figure);
  return figure;
}

v1::Figure ComputeCaseFigure(const PlannedFigure& planned, const CaseMoney& money, AsOf as_of) {
  v1::Figure figure;
  ComputeOfCase(planned, money, as_of, figure);
  return figure;
}

CasePtr FindPublicCase(const ProgrammeView& view, std::string_view case_key, AsOf as_of) {
  for (const CasePtr& money : PublicCases(view, as_of)) {
    if (KeyOf(money->definition) == case_key) return money;
  }
  return nullptr;
}

void ComputeSheet(const SheetPlan& plan, const ProgrammeView& view, AsOf as_of,
                  v1::ComputeFiguresResponse& response) {
  Evaluator evaluator(view, LastDay(as_of));
  for (const PlannedSection& planned : plan.sections) {
    v1::FigureSection& section = *response.add_sections();
    section = planned.blank;
    for (const PlannedFigure& figure : planned.figures) {
      Compute(figure, evaluator, as_of, *section.add_figures());
    }
  }
  for (const CasePtr& money : SheetCases(view, as_of)) {
    v1::CaseFigures& figures = *response.add_case_figures();
    figures.set_case_name(money->definition.name);
    for (const PlannedFigure& figure : plan.case_figures) {
      ComputeOfCase(figure, *money, as_of, *figures.add_figures());
    }
  }
  for (journal::v1::TreeHead& head : HeadsOf(view.counties)) {
    *response.add_tree_heads() = std::move(head);
  }
  response.set_template_id(plan.id);
  response.set_template_version(plan.version);
}

}  // namespace bangfu::reporting
