// Connections to a PostgreSQL server. No type of libpq appears here: whoever opens gets a
// Connection.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_CONNECTION_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"

namespace bangfu::sql {

// Opens a connection to a database that is there, whose encoding is UTF8. Transactions that write
// are READ COMMITTED: who must not be disturbed locks (PrepareLocking). Those that read see one
// state. DATABASE_UNREACHABLE (retry.h) when there is no server, or it lacks the database or does
// not let us in; FAILED_PRECONDITION when it is too old or its encoding another one.
//
// `settings`: statements ("SET ...") that its session begins with, also when it is had again.
absl::StatusOr<std::unique_ptr<Connection>> OpenPostgres(const std::string& url, Access access,
                                                         std::string settings = {});

// A factory of such connections.
ConnectionFactory PostgresServer(std::string url, std::string settings = {});

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_CONNECTION_H_
