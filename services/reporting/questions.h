// The requests of reporting, parsed: what is asked for, found among the definitions and snapshots.
#ifndef BANGFU_SERVICES_REPORTING_QUESTIONS_H_
#define BANGFU_SERVICES_REPORTING_QUESTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "services/reporting/catalogue.h"
#include "services/reporting/explain.h"
#include "services/reporting/figures.h"
#include "services/reporting/progress.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

// The programme's sheet, or a figure of it, on a day.
struct SheetQuestion {
  std::string programme;  // id
  const SheetPlan* plan = nullptr;
  AsOf as_of;
  Positions wait_for;
};

// One page of an explanation.
struct PageQuestion {
  SheetQuestion sheet;
  std::string figure;
  int page_size = 0;
  std::string after;  // what the page token holds; empty for the first page
};

// INVALID_ARGUMENT with field violations; NOT_FOUND for the template.
absl::StatusOr<SheetQuestion> Parse(const v1::ComputeFiguresRequest& request,
                                    const Definitions& definitions);
absl::StatusOr<PageQuestion> Parse(const v1::ExplainFigureRequest& request,
                                   const Definitions& definitions);

// NOT_FOUND for the programme.
absl::Status Answer(const SheetQuestion& question, const Snapshots& snapshots,
                    v1::ComputeFiguresResponse& response);

// The figure that the question is about, as of the present heads. NOT_FOUND for the programme or
// the figure; a case that is not public is not found.
absl::StatusOr<ExplainedFigure> Find(const PageQuestion& question, const Snapshots& snapshots);

// The page of that figure; errors as StartOfPage says. `request` binds the next page's token.
absl::Status Answer(sql::Connection& connection, const PageQuestion& question,
                    const ExplainedFigure& figure, const v1::ExplainFigureRequest& request,
                    v1::ExplainFigureResponse& response);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_QUESTIONS_H_
