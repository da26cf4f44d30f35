// What a roll-up of a county comes to.
#ifndef BANGFU_TESTS_SERVICES_REPORTING_TOTALS_OF_H_
#define BANGFU_TESTS_SERVICES_REPORTING_TOTALS_OF_H_

#include <cstdint>

#include "services/reporting/county_snapshot.h"

namespace bangfu::reporting {

// Up to and including the day; nothing where there is no such roll-up.
inline Totals TotalsOf(const CountySnapshot& county, const SeriesKey& key, int32_t day) {
  const Series* series = FindSeries(county.OfScope(key.programme, key.scope), key.kind, key.facet);
  return series == nullptr ? Totals() : series->AsOf(day);
}

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_TOTALS_OF_H_
