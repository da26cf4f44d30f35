// Which cases a sheet tells of, when its programme has more than it has places for. Households,
// which publishes cases, and reporting, which computes their figures, both choose by it.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_SHEET_CASES_H_
#define BANGFU_SERVICES_COMMON_RECORDS_SHEET_CASES_H_

#include <cstdint>
#include <vector>

namespace bangfu::records {

inline constexpr int kSheetCasesMax = 100;

// How many of each county's cases have a place, by how many each county has, in the order of their
// codes: each county's first come before any county's second, and so on; of those equally far, the
// counties in order. In all as many as there are places, or all. Cost: a step for each place, and
// one for each county and round.
std::vector<int64_t> ShareOut(const std::vector<int64_t>& counts, int64_t places);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_SHEET_CASES_H_
