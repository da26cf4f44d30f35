// A prepared statement of PostgreSQL behind PreparedStatement. Included by the PostgreSQL backend
// alone, never by a store. A result is fetched whole: whoever reads without a LIMIT holds all of
// it.
#ifndef BANGFU_SERVICES_COMMON_SQL_POSTGRES_STATEMENT_H_
#define BANGFU_SERVICES_COMMON_SQL_POSTGRES_STATEMENT_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/postgres_bulk.h"
#include "services/common/sql/postgres_session.h"
#include "services/common/sql/statement.h"

namespace bangfu::sql {

class PostgresStatement final : public PreparedStatement {
 public:
  // Exactly one statement; `session` and `bulk` outlive it. `sql` is in the stores' form.
  static absl::StatusOr<std::unique_ptr<PreparedStatement>> Prepare(PostgresSession& session,
                                                                    PostgresBulk& bulk,
                                                                    std::string name,
                                                                    std::string_view sql);
  ~PostgresStatement() override;

  absl::Status BindInt64(int index, int64_t value) override;
  absl::Status BindDouble(int index, double value) override;
  absl::Status BindText(int index, std::string_view text) override;
  absl::Status BindBlob(int index, std::string_view bytes) override;
  absl::Status BindNull(int index) override;
  absl::StatusOr<bool> Step() override;
  absl::Status RunEach(size_t count, absl::FunctionRef<absl::Status(size_t)> bind,
                       absl::FunctionRef<absl::Status(size_t)> on_row) override;
  void Reset() override;
  void ClearBindings() override;
  bool IsNull(int column) const override;
  int64_t Int64(int column) const override;
  double Double(int column) const override;
  std::string_view Text(int column) const override;
  std::string_view Bytes(int column) const override;
  int64_t Changes() const override { return changes_; }

 private:
  PostgresStatement(PostgresSession& session, PostgresBulk& bulk, std::string name,
                    std::string_view sql);

  absl::Status Bind(int index, Oid type, std::string_view value);
  absl::Status BindNumber(int index, Oid type, uint64_t big_endian);
  absl::StatusOr<bool> Run();
  void Accept(PostgresResult result);
  bool NextRow();
  // The column's bytes; empty for NULL.
  std::string_view Value(int column) const;

  PostgresSession& session_;
  PostgresBulk& bulk_;
  const int64_t generation_;  // of the session that it was prepared in
  const std::string name_;
  bool is_prepared_ = false;
  const std::string sql_;  // in PostgreSQL's form
  const PostgresSession::Running kind_;
  const std::shared_ptr<const RowInsert> row_insert_;  // null: it is none
  std::vector<Oid> types_;
  PostgresCall call_;
  std::vector<std::array<char, 8>> numbers_;  // what values of call_ point to
  PostgresResult result_;
  int row_ = -1;
  int64_t changes_ = 0;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_POSTGRES_STATEMENT_H_
