// Records that are kept in two tables: a row of the record's own, and rows of what it lists
// (designations, counties, honours). The rows of many records are read by one statement, but no
// more of them than go with a page: a page of projects may have a million counties, of which a
// message holds some twenty thousand.
#ifndef BANGFU_SERVICES_PROJECTS_CHILDREN_H_
#define BANGFU_SERVICES_PROJECTS_CHILDREN_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Completes `records`, which are ordered by their ids, from the rows that `query` gives in the
// order of column 0, the id of the record that a row belongs to; rows of others are passed over.
// `keys` are bound first, then the ids of the first and the last record. `id(record)`, `add(row,
// record)`.
template <typename Record, typename Id, typename Add, typename... Keys>
absl::Status AddChildren(sql::Statement& query, std::span<Record> records, Id&& id, Add&& add,
                         const Keys&... keys) {
  const std::string_view first = id(records.front());
  const std::string_view last = id(records.back());
  auto record = records.begin();
  return query.BindAll(keys..., first, last).ForEachRow([&](sql::Statement& row) {
    const std::string_view of = row.Text(0);
    while (record != records.end() && id(*record) < of) ++record;
    if (record != records.end() && id(*record) == of) add(row, *record);
  });
}

// Records that are completed by one statement. Two at least: the list goes on behind a page that
// its first record fills alone.
inline constexpr size_t kSliceSize = 64;
static_assert(kSliceSize >= 2);

// Completes `records` as AddChildren does, by the query `sql`, a slice at a time. Once they are
// more bytes than a page may have (records::kPageBytesMax), the slices that follow are left out:
// records::FillPage ends before them.
template <typename Record, typename Id, typename Add, typename... Keys>
absl::StatusOr<std::vector<Record>> WithChildren(sql::Connection& connection, std::string_view sql,
                                                 absl::StatusOr<std::vector<Record>> records,
                                                 Id&& id, Add&& add, const Keys&... keys) {
  if (!records.ok() || records->empty()) return records;
  absl::StatusOr<sql::Statement> query = connection.Prepare(sql);
  if (!query.ok()) return query.status();
  const std::span<Record> all(*records);
  size_t done = 0;
  for (size_t bytes = 0; done < all.size() && bytes <= records::kPageBytesMax;) {
    const std::span<Record> slice = all.subspan(done, std::min(kSliceSize, all.size() - done));
    if (absl::Status status = AddChildren(*query, slice, id, add, keys...); !status.ok()) {
      return status;
    }
    for (const Record& record : slice) bytes += record.ByteSizeLong();
    done += slice.size();
  }
  records->erase(records->begin() + static_cast<std::ptrdiff_t>(done), records->end());
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
