// The entries behind a figure, page by page, out of the stored facts.
#ifndef BANGFU_SERVICES_REPORTING_EXPLAIN_H_
#define BANGFU_SERVICES_REPORTING_EXPLAIN_H_

#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "services/common/sql/connection.h"
#include "services/reporting/explain_start.h"

namespace bangfu::reporting {

// The entries behind the start's place, in order, at most `count_max`, and the place of the last.
// Only those that count by the start, so that the pages add up to the figure whatever came since
// the first.
struct ExplainedPage {
  std::vector<v1::ExplainedEntry> entries;
  ExplainPlace last;
  bool more = false;
};
absl::StatusOr<ExplainedPage> ReadPage(sql::Connection& connection, const ExplainedFigure& figure,
                                       const ExplainStart& start, int count_max);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_EXPLAIN_H_
