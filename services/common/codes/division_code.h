// The shape of administrative division codes: 6 digits for a county (GB/T 2260), 9 for a township
// and 12 for a village (county 6 + township 3 + village 3). Whether a code is or was in force is a
// question for the table of codes, which is data and not here.
#ifndef BANGFU_SERVICES_COMMON_CODES_DIVISION_CODE_H_
#define BANGFU_SERVICES_COMMON_CODES_DIVISION_CODE_H_

#include <string_view>

#include "absl/status/status.h"

namespace bangfu::codes {

// OK, or InvalidArgument that says what was found and what is expected. A code of a province
// (510000) or prefecture (510500) is no county code, nor is a county's any township's or village's.
absl::Status ValidateCountyCode(std::string_view code);
absl::Status ValidateTownshipCode(std::string_view code);
absl::Status ValidateVillageCode(std::string_view code);

// The county of a valid county, township or village code: its first six digits.
std::string_view CountyOf(std::string_view code);

}  // namespace bangfu::codes

#endif  // BANGFU_SERVICES_COMMON_CODES_DIVISION_CODE_H_
