// The statements that spread tables over the servers of Citus, PostgreSQL's distributed engine.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_CITUS_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_CITUS_H_

#include <string_view>

namespace bangfu::sql {

// deploy/citus/tables.sql. Does nothing on a database without Citus.
extern const std::string_view kPlaceTables;

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_CITUS_H_
