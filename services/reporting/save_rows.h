// Rows of which it is known whether they stand in the database already.
#ifndef BANGFU_SERVICES_REPORTING_SAVE_ROWS_H_
#define BANGFU_SERVICES_REPORTING_SAVE_ROWS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/common/sql/statement.h"

namespace bangfu::reporting {

struct SaveSql {
  std::string_view insert;  // of a row that is new
  std::string_view upsert;  // of one that stands there
};

// Runs `sql.insert` for each row with `is_new`, then `sql.upsert` for the others: two statements,
// since rows that are new to a server can be sent to it in bulk. `bind(statement, row)` binds all
// parameters to what lives until it is called again. The first error ends it.
template <typename Rows, typename Bind>
absl::Status SaveRows(sql::Connection& connection, const SaveSql& sql, const Rows& rows,
                      const Bind& bind) {
  for (const bool new_ones : {true, false}) {
    absl::StatusOr<sql::Statement> save = connection.Prepare(new_ones ? sql.insert : sql.upsert);
    if (!save.ok()) return save.status();
    for (const auto& row : rows) {
      if (row.is_new != new_ones) continue;
      bind(*save, row);
      if (absl::Status saved = save->Run(); !saved.ok()) return saved;
    }
  }
  return absl::OkStatus();
}

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_SAVE_ROWS_H_
