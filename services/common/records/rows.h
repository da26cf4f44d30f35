// The statements that a store of records is made of, so that it need only say its SQL and how
// a row reads.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_ROWS_H_
#define BANGFU_SERVICES_COMMON_RECORDS_ROWS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "google/type/date.pb.h"
#include "services/common/records/dates.h"
#include "services/common/sql/connection.h"

namespace bangfu::records {

// Runs `INSERT ... ON CONFLICT DO NOTHING`; false when a row of that key stood there.
template <typename... Values>
absl::StatusOr<bool> InsertRow(sql::Connection& connection, std::string_view sql,
                               const Values&... values) {
  absl::StatusOr<sql::Statement> insert = connection.Prepare(sql);
  if (!insert.ok()) return insert.status();
  if (absl::Status status = insert->BindAll(values...).Run(); !status.ok()) return status;
  return insert->Changes() == 1;
}

// The row of the key, as `read(Statement&) -> Record` reads it.
template <typename Read, typename... Keys>
auto FindRow(sql::Connection& connection, std::string_view sql, Read&& read, const Keys&... keys)
    -> absl::StatusOr<std::optional<decltype(read(std::declval<sql::Statement&>()))>> {
  absl::StatusOr<sql::Statement> query = connection.Prepare(sql);
  if (!query.ok()) return query.status();
  const absl::StatusOr<bool> row = query->BindAll(keys...).Step();
  if (!row.ok()) return row.status();
  if (!*row) return std::nullopt;
  return read(*query);
}

// All rows.
template <typename Read, typename... Keys>
auto ListRows(sql::Connection& connection, std::string_view sql, Read&& read, const Keys&... keys)
    -> absl::StatusOr<std::vector<decltype(read(std::declval<sql::Statement&>()))>> {
  absl::StatusOr<sql::Statement> query = connection.Prepare(sql);
  if (!query.ok()) return query.status();
  std::vector<decltype(read(std::declval<sql::Statement&>()))> rows;
  absl::Status status =
      query->BindAll(keys...).ForEachRow([&](sql::Statement& row) { rows.push_back(read(row)); });
  if (!status.ok()) return status;
  return rows;
}

// The rows of many keys in one go: `bind(Statement&, key)`, then `on_row(key, Statement&)` for each
// row that is there.
template <typename Key, typename Bind, typename OnRow>
absl::Status ForEachKey(sql::Connection& connection, std::string_view sql,
                        const std::vector<Key>& keys, Bind&& bind, OnRow&& on_row) {
  if (keys.empty()) return absl::OkStatus();
  absl::StatusOr<sql::Statement> query = connection.Prepare(sql);
  if (!query.ok()) return query.status();
  return query->RunEach(
      keys.size(), [&](sql::Statement& statement, size_t i) { bind(statement, keys[i]); },
      [&](sql::Statement& row, size_t i) -> absl::Status { return on_row(keys[i], row); });
}

// Tells `on_found(key)` of those keys that have a row; `bind` as in ForEachKey.
template <typename Key, typename Bind>
absl::Status FindExisting(sql::Connection& connection, std::string_view sql,
                          const std::vector<Key>& keys, Bind&& bind,
                          absl::FunctionRef<void(const Key&)> on_found) {
  return ForEachKey(connection, sql, keys, bind, [&on_found](const Key& key, sql::Statement&) {
    on_found(key);
    return absl::OkStatus();
  });
}

// A checked date as a column: days since 1970, NULL when absent.
std::optional<int64_t> DayColumn(const google::type::Date& date);

// The column as a date; nothing for NULL.
std::optional<google::type::Date> DayOf(const sql::Statement& row, int column);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_ROWS_H_
