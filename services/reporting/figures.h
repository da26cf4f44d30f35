// A sheet's figures, and single ones, from a plan and a programme's snapshots. Pure: no SQL, no
// waiting.
#ifndef BANGFU_SERVICES_REPORTING_FIGURES_H_
#define BANGFU_SERVICES_REPORTING_FIGURES_H_

#include <optional>
#include <string_view>

#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "services/common/date/date.h"
#include "services/reporting/catalogue.h"
#include "services/reporting/evaluator.h"

namespace bangfu::reporting {

// Up to which day facts count; nullopt means all.
using AsOf = std::optional<date::Date>;
inline date::Date LastDay(AsOf as_of) { return as_of.value_or(date::kLatest); }

v1::Figure ComputeFigure(const PlannedFigure& planned, const ProgrammeView& view, AsOf as_of);

// A figure of a case's person: "case_wage.510524.cattle-family", of
// counties/510524/cases/cattle-family.
v1::Figure ComputeCaseFigure(const PlannedFigure& planned, const CaseMoney& money, AsOf as_of);

// The programme's case of this key ("510524.cattle-family"), if its wage is public on the day; else
// null.
CasePtr FindPublicCase(const ProgrammeView& view, std::string_view case_key, AsOf as_of);

// All but the catalogue's version. At most 100 cases, by name, chosen as households does where it
// publishes them: each county's first before any county's second, and so on.
void ComputeSheet(const SheetPlan& plan, const ProgrammeView& view, AsOf as_of,
                  v1::ComputeFiguresResponse& response);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FIGURES_H_
