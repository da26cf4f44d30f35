// Rows that are to be inserted, collected and sent together: by COPY when they are many, by INSERTs
// of several rows in one pipeline when they are few.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_BULK_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_BULK_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/postgres_dialect.h"
#include "services/common/sql/postgres_session.h"

namespace bangfu::sql {

class PostgresBulk {
 public:
  // `session` outlives it.
  explicit PostgresBulk(PostgresSession& session) : session_(session) {}

  void Begin() { collecting_ = true; }
  bool collecting() const { return collecting_; }

  // Keeps a row, copied, until Flush(); sends what there is when it grows beyond 8 MiB. `types` are
  // those of the statement's parameters.
  absl::Status Add(const std::shared_ptr<const RowInsert>& insert, const std::vector<Oid>& types,
                   const PostgresCall& row);

  // Sends what was collected. RowsStandThere when a row stood there.
  absl::Status Flush();
  // Flushes, and collects no longer.
  absl::Status End();
  // Forgets what was collected, and collects no longer.
  void Abandon();

 private:
  // The rows of one statement, as COPY takes them: a count of columns, then each with its length.
  struct Rows {
    std::shared_ptr<const RowInsert> insert;
    std::vector<Oid> types;
    std::string bytes;
    std::vector<size_t> starts;  // of each row in bytes
  };
  // Some of them, for one INSERT.
  struct Part {
    const Rows* rows;
    size_t first;
    size_t count;
  };

  absl::Status CopyRows(const Rows& rows);
  absl::Status InsertParts(const std::vector<Part>& parts);
  absl::StatusOr<const std::string*> StatementFor(const Rows& rows, size_t count);
  static void FillCall(const Part& part, PostgresCall& call);

  PostgresSession& session_;
  bool collecting_ = false;
  size_t bytes_ = 0;
  std::deque<Rows> pending_;  // in the order in which statements came
  std::map<std::string, std::string, std::less<>> prepared_;  // SQL to name, of this generation
  int64_t generation_ = 0;
  int64_t names_given_ = 0;  // so far, of all generations
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_BULK_H_
