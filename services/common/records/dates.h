// google.type.Date, as the contract has it, from and to the civil dates of services/common/date.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_DATES_H_
#define BANGFU_SERVICES_COMMON_RECORDS_DATES_H_

#include "absl/status/statusor.h"

#include "google/type/date.pb.h"
#include "services/common/date/date.h"

namespace bangfu::records {

// Whether a date is left out: year, month and day are all 0, as in a field that is not set.
bool IsAbsent(const google::type::Date& proto);

// Strict: a whole date of the years 1 to 9999. INVALID_ARGUMENT, saying what was found, for an
// absent one, a partial one (without year, month or day) and a day that does not exist.
absl::StatusOr<date::Date> DateFromProto(const google::type::Date& proto);

google::type::Date DateToProto(date::Date date);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_DATES_H_
