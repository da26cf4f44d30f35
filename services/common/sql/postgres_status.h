// PostgreSQL's errors as absl::Status. For the PostgreSQL backend alone.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_STATUS_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_STATUS_H_

#include <string_view>

#include "absl/status/status.h"

namespace bangfu::sql {

// `sql_state` has five characters (PostgreSQL 15, appendix A). Unique violations are
// ALREADY_EXISTS; other constraints, and what the server does not let us do, FAILED_PRECONDITION;
// serialization failures and deadlocks TransactionLost; the end of the session DatabaseUnreachable
// (retry.h); a cancelled query CANCELLED; no room RESOURCE_EXHAUSTED; the rest INTERNAL. `detail`
// is shown: the caller leaves out what could hold a value. `subject` is the statement, of which the
// beginning is shown.
absl::Status PostgresError(std::string_view sql_state, std::string_view detail,
                           std::string_view subject);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_STATUS_H_
