#include "services/reporting/figures.h"

#include <string>
#include <vector>

#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {
namespace {

constexpr int kCasesMax = 100;

v1::Figure Fill(const PlannedFigure& planned, const Value& value, AsOf as_of) {
  v1::Figure figure = planned.blank;
  if (value.value) figure.set_value(*value.value);
  figure.set_numerator(value.numerator);
  figure.set_denominator(value.denominator);
  if (as_of) *figure.mutable_as_of() = records::DateToProto(*as_of);
  return figure;
}

std::string_view IdOf(const Case& named) {
  const auto name = names::CaseName::Parse(named.name);
  return name ? name->case_id : std::string_view();
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
  if (cases.size() > kCasesMax) cases.resize(kCasesMax);
  return cases;
}

}  // namespace

v1::Figure ComputeFigure(const PlannedFigure& planned, const ProgrammeView& view, AsOf as_of) {
  const Value value =
      Evaluate(planned.indicator.formula(), planned.scope, view, LastDay(as_of));
  return Fill(planned, value, as_of);
}

v1::Figure ComputeCaseFigure(const PlannedFigure& planned, const CaseMoney& money, AsOf as_of) {
  const Value value = EvaluateLatest(planned.indicator.formula(), money, LastDay(as_of));
  v1::Figure figure = Fill(planned, value, as_of);
  figure.mutable_id()->append(".").append(IdOf(money.definition));
  figure.mutable_scope()->set_subject(money.definition.person);
  return figure;
}

CasePtr FindPublicCase(const ProgrammeView& view, std::string_view case_id, AsOf as_of) {
  for (const CasePtr& money : PublicCases(view, as_of)) {
    if (IdOf(money->definition) == case_id) return money;
  }
  return nullptr;
}

void ComputeSheet(const SheetPlan& plan, const ProgrammeView& view, AsOf as_of,
                  v1::ComputeFiguresResponse& response) {
  for (const PlannedSection& planned : plan.sections) {
    v1::FigureSection& section = *response.add_sections();
    section = planned.blank;
    for (const PlannedFigure& figure : planned.figures) {
      *section.add_figures() = ComputeFigure(figure, view, as_of);
    }
  }
  for (const CasePtr& money : PublicCases(view, as_of)) {
    v1::CaseFigures& figures = *response.add_case_figures();
    figures.set_case_name(money->definition.name);
    for (const PlannedFigure& figure : plan.case_figures) {
      *figures.add_figures() = ComputeCaseFigure(figure, *money, as_of);
    }
  }
  for (journal::v1::TreeHead& head : HeadsOf(view.counties)) {
    *response.add_tree_heads() = std::move(head);
  }
  response.set_template_id(plan.id);
  response.set_template_version(plan.version);
}

}  // namespace bangfu::reporting
