// Whose database it is: a service keeps its name beside the schema's version, and works in no other
// service's.
#ifndef BANGFU_SERVICES_COMMON_SQL_CLAIM_SCHEMA_H_
#define BANGFU_SERVICES_COMMON_SQL_CLAIM_SCHEMA_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"

#include "services/common/sql/connection.h"
#include "services/common/sql/migration.h"

namespace bangfu::sql {

// Before Migrate(): makes a database the service's that is nobody's yet. One that has a version but
// no name, made before names were kept, must have every table that these migrations have made up to
// that version; they tell that from lines that begin with CREATE TABLE or DROP TABLE.
// FAILED_PRECONDITION, reason DATABASE_OF_ANOTHER_SERVICE, in one line, when it is not the
// service's; then nothing is changed.
absl::Status ClaimSchema(Connection& connection, std::string_view service,
                         std::span<const Migration> migrations);

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_CLAIM_SCHEMA_H_
