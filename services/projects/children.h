// Records that are kept in two tables: a row of the record's own, and rows of what it lists
// (designations, counties, honours). A page of records costs two statements, however long it is.
#ifndef BANGFU_SERVICES_PROJECTS_CHILDREN_H_
#define BANGFU_SERVICES_PROJECTS_CHILDREN_H_

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Completes `records`, which are ordered by their ids, from the rows that `sql` gives in the order
// of column 0, the id of the record that a row belongs to; rows of others are passed over. `keys`
// are bound first, then the ids of the first and the last record. `id(record)`, `add(row, record)`.
template <typename Record, typename Id, typename Add, typename... Keys>
absl::StatusOr<std::vector<Record>> WithChildren(sql::Connection& connection, std::string_view sql,
                                                 absl::StatusOr<std::vector<Record>> records,
                                                 Id&& id, Add&& add, const Keys&... keys) {
  if (!records.ok() || records->empty()) return records;
  absl::StatusOr<sql::Statement> query = connection.Prepare(sql);
  if (!query.ok()) return query.status();
  const std::string_view first = id(records->front());
  const std::string_view last = id(records->back());
  auto record = records->begin();
  absl::Status status = query->BindAll(keys..., first, last).ForEachRow([&](sql::Statement& row) {
    const std::string_view of = row.Text(0);
    while (record != records->end() && id(*record) < of) ++record;
    if (record != records->end() && id(*record) == of) add(row, *record);
  });
  if (!status.ok()) return status;
  return records;
}

// The one record of a list that has at most one.
template <typename Record>
absl::StatusOr<std::optional<Record>> First(absl::StatusOr<std::vector<Record>> records) {
  if (!records.ok()) return records.status();
  if (records->empty()) return std::nullopt;
  return std::move(records->front());
}

// Runs an INSERT for each of `children`: `run(statement, position, child)` binds and runs it.
template <typename Children, typename Run>
absl::Status InsertChildren(sql::Connection& connection, std::string_view sql,
                            const Children& children, Run&& run) {
  if (children.empty()) return absl::OkStatus();
  absl::StatusOr<sql::Statement> insert = connection.Prepare(sql);
  if (!insert.ok()) return insert.status();
  int position = 0;
  for (const auto& child : children) {
    if (absl::Status status = run(*insert, position++, child); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_CHILDREN_H_
