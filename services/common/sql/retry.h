// Which failures of a database are worth another try, whatever database it is.
#ifndef SERVICES_COMMON_SQL_RETRY_H_
#define SERVICES_COMMON_SQL_RETRY_H_

#include <string_view>

#include "absl/status/status.h"

namespace bangfu::sql {

// UNAVAILABLE, reason DATABASE_UNREACHABLE: there is no connection, or it broke. What was not
// committed is lost; of a commit under way nobody knows.
absl::Status DatabaseUnreachable(std::string_view detail);

// ABORTED, reason TRANSACTION_LOST: the database gave the transaction up for another one's sake (a
// serialization failure, a deadlock).
absl::Status TransactionLost(std::string_view detail);

// ABORTED, reason ROWS_STAND_THERE: inserts were collected (Connection::BeginCollecting) on the
// assumption that none of their rows stood there, and one did.
absl::Status RowsStandThere();
bool IsRowsStandThere(const absl::Status& status);

// One of the first two: the transaction may be run again from its beginning.
bool MayRunAgain(const absl::Status& status);

}  // namespace bangfu::sql

#endif  // SERVICES_COMMON_SQL_RETRY_H_
