// Where a page of an explanation begins, and which entries count for it: those of the first page's
// heads, whatever came since. Between two calls it is the key of a page token.
#ifndef BANGFU_SERVICES_REPORTING_EXPLAIN_START_H_
#define BANGFU_SERVICES_REPORTING_EXPLAIN_START_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

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
};

// How many entries count, of each of a county's journals.
struct CountySizes {
  int64_t households = 0;
  int64_t projects = 0;

  int64_t Of(std::string_view journal) const;
};

struct ExplainStart {
  std::map<std::string, CountySizes, std::less<>> sizes;  // by county
  ExplainPlace after;

  // The first page of an explanation: everything that the view was made of.
  static ExplainStart Of(const ProgrammeView& view);
  // 0 for a county of which there was nothing.
  int64_t SizeOf(std::string_view journal, std::string_view county) const;
};

// The key for the page that starts there.
std::string PageKey(const ExplainedFigure& figure, const ExplainStart& start);

// Where the page with this key starts; the first one for an empty key. `figure` is of the present
// heads. INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for what PageKey never made.
// FAILED_PRECONDITION, reason HEADS_MOVED, when what defines the figure has changed since the first
// page, or anything about a case. UNAVAILABLE, reason REPORTING_BEHIND, when the first page was of
// more entries than this copy of the service knows.
absl::StatusOr<ExplainStart> StartOfPage(const ExplainedFigure& figure, std::string_view key);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_EXPLAIN_START_H_
