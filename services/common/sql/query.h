// One statement from its text to its end, for whoever runs it once in a while and not in a loop.
#ifndef BANGFU_SERVICES_COMMON_SQL_QUERY_H_
#define BANGFU_SERVICES_COMMON_SQL_QUERY_H_

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"

namespace bangfu::sql {

// Prepares, binds and runs.
template <typename... Values>
absl::Status RunOnce(Connection& connection, std::string_view sql, const Values&... values) {
  absl::StatusOr<Statement> statement = connection.Prepare(sql);
  return statement.ok() ? statement->BindAll(values...).Run() : statement.status();
}

// Prepares, binds and walks the rows: Statement::ForEachRow.
template <typename OnRow, typename... Values>
absl::Status QueryOnce(Connection& connection, std::string_view sql, OnRow&& on_row,
                       const Values&... values) {
  absl::StatusOr<Statement> statement = connection.Prepare(sql);
  if (!statement.ok()) return statement.status();
  return statement->BindAll(values...).ForEachRow(std::forward<OnRow>(on_row));
}

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_QUERY_H_
