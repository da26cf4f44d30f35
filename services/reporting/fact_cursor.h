// Reads stored facts in the order of an explanation: by day, then by entry. Facts are stored by
// cell, so those of a whole programme are merged from its projects.
#ifndef BANGFU_SERVICES_REPORTING_FACT_CURSOR_H_
#define BANGFU_SERVICES_REPORTING_FACT_CURSOR_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

#include "services/common/sql/connection.h"
#include "services/reporting/facts.h"

namespace bangfu::reporting {

// A fact's place among those of its county and kind.
struct FactPlace {
  int32_t day = INT32_MIN;
  int64_t seq = 0;
  int32_t ordinal = 0;

  friend auto operator<=>(const FactPlace&, const FactPlace&) = default;
};

// Which facts of one county.
struct FactQuery {
  std::string county;
  std::string programme;  // empty for the register
  v1::FactKind kind = v1::FACT_KIND_UNSPECIFIED;
  std::string scope;     // as roll-ups are kept by (series.h)
  std::string facet;     // empty: all
  FactPlace after;       // only those behind this place
  int32_t last_day = 0;  // up to and including
  int64_t seq_end = 0;   // only of entries before this one: of the log as it was at some head
};

// Takes a fact; false: enough.
using FactSink = absl::FunctionRef<bool(const Fact&)>;

// Hands out the facts in order until the sink has enough. Cost: one indexed read for each cell in
// the scope, and the facts handed out.
absl::Status ReadFacts(sql::Connection& connection, const FactQuery& query, FactSink sink);

// The facts of one subject on one day, whatever their project; of the query, scope and facet do not
// matter. Cost: the facts of that day in the cells that the subject has facts in.
absl::Status ReadFactsOfDay(sql::Connection& connection, FactQuery query, std::string_view subject,
                            int32_t day, FactSink sink);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FACT_CURSOR_H_
