// The entries behind a figure, page by page, out of the stored facts.
#ifndef BANGFU_SERVICES_REPORTING_EXPLAIN_H_
#define BANGFU_SERVICES_REPORTING_EXPLAIN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "services/common/sql/connection.h"
#include "services/reporting/evaluator.h"
#include "services/reporting/fact_cursor.h"
#include "services/reporting/figures.h"

namespace bangfu::reporting {

// A figure and what it was computed from.
struct ExplainedFigure {
  const PlannedFigure* planned;
  ProgrammeView view;
  CasePtr of_case;  // null unless it is a case's figure
  AsOf as_of;
};

// A place in an explanation: behind this fact of this county, of this term. The terms of the
// denominator follow those of the numerator.
struct ExplainPlace {
  int term = 0;
  std::string county;
  FactPlace fact;

  // As the key of a page token; nullopt for what ToKey never made.
  std::string ToKey() const;
  static std::optional<ExplainPlace> FromKey(std::string_view key);
};

// The entries behind `after`, in order, at most `count_max`, and the place of the last. Only of the
// logs as they were at the view's heads, so that they add up to the figure whatever came since.
struct ExplainedPage {
  std::vector<v1::ExplainedEntry> entries;
  ExplainPlace last;
  bool more = false;
};
absl::StatusOr<ExplainedPage> ReadPage(sql::Connection& connection, const ExplainedFigure& figure,
                                       const ExplainPlace& after, int count_max);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_EXPLAIN_H_
