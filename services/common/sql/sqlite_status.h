// SQLite's extended result codes as absl::Status. Nothing but the mapping.
#ifndef BANGFU_SERVICES_COMMON_SQL_SQLITE_STATUS_H_
#define BANGFU_SERVICES_COMMON_SQL_SQLITE_STATUS_H_

#include <string_view>

#include "absl/status/status.h"

namespace bangfu::sql {

// The status of a failed call. `extended_code` is SQLite's (https://sqlite.org/rescode.html),
// `detail` and `subject` (SQL text, file) stand in the message, shortened; neither may hold a bound
// value.
//   uniqueness                ALREADY_EXISTS        other constraints, read-only,
//   BUSY, LOCKED              UNAVAILABLE           cannot open, no permission FAILED_PRECONDITION
//   INTERRUPT                 CANCELLED             CORRUPT, NOTADB              DATA_LOSS
//   FULL, NOMEM               RESOURCE_EXHAUSTED    TOOBIG                       INVALID_ARGUMENT
//   ABORT, SCHEMA             ABORTED               I/O and all else             INTERNAL
absl::Status SqliteError(int extended_code, std::string_view detail, std::string_view subject);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_SQLITE_STATUS_H_
