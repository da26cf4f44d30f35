// Computes what a formula comes to for a programme on a day, out of county snapshots. Pure. What a
// formula may look like is checked once, when the catalogue is loaded (catalogue_check.h).
#ifndef BANGFU_SERVICES_REPORTING_EVALUATOR_H_
#define BANGFU_SERVICES_REPORTING_EVALUATOR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "services/common/date/date.h"
#include "services/reporting/county_snapshot.h"

namespace bangfu::reporting {

// A programme and everything that its figures are computed from, as of one moment.
struct ProgrammeView {
  ProgrammePtr programme;
  std::vector<CountySnapshotPtr> counties;  // 000000 and the designated ones, by code
};

struct Value {
  int64_t numerator = 0;
  int64_t denominator = 1;       // 1 when the formula has none
  std::optional<int64_t> value;  // absent when there is nothing to divide by, or no latest day

  friend bool operator==(const Value&, const Value&) = default;
};

// Of one programme, on one day. Not thread-safe.
class Evaluator {
 public:
  // `view` outlives it.
  Evaluator(const ProgrammeView& view, date::Date as_of) : view_(view), as_of_(as_of) {}

  // `scope` as roll-ups are kept by (series.h). Facts of the register are those of the counties
  // that are designated by the day. Cost: for each scope, once, a binary search in each
  // county's roll-ups; for each term and county a search among the roll-ups of the scope, which are
  // few; UNION looks at one for each facet.
  Value Evaluate(const v1::Formula& formula, const std::string& scope);

 private:
  using OfCounties = std::vector<ScopeSeries>;  // in the order of the view's

  int64_t Of(const v1::Expression& expression, const std::string& scope);
  int64_t Of(const v1::Term& term, const std::string& scope);
  int64_t CountFacets(const OfCounties& found, v1::FactKind kind) const;
  const OfCounties& Find(std::string_view programme, const std::string& scope);

  const ProgrammeView& view_;
  const date::Date as_of_;
  std::map<std::string, OfCounties, std::less<>> by_scope_;
};

// The latest day up to `as_of` whose money of the kind does not cancel out; nullopt when there is
// none.
struct LatestMoney {
  date::Date day;
  int64_t fen;
};
std::optional<LatestMoney> FindLatest(const CaseMoney& money, v1::FactKind kind, date::Date as_of);

// A formula of one LATEST term, of a case's person.
Value EvaluateLatest(const v1::Formula& formula, const CaseMoney& money, date::Date as_of);

// Whether a county's facts of the kind count in the programme's figures on the day.
bool Contributes(const ProgrammeView& view, const CountySnapshot& county, v1::FactKind kind,
                 date::Date as_of);

// numerator / denominator, rounded half away from zero. The denominator is more than 0.
int64_t DivideRounded(int64_t numerator, int64_t denominator);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_EVALUATOR_H_
