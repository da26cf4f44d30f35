// SQLite behind PreparedStatement. Included by the SQLite backend alone, never by a store.
#ifndef BANGFU_SERVICES_COMMON_SQL_SQLITE_STATEMENT_H_
#define BANGFU_SERVICES_COMMON_SQL_SQLITE_STATEMENT_H_

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <sqlite3.h>

#include "services/common/sql/connection.h"
#include "services/common/sql/interrupt_gate.h"
#include "services/common/sql/statement.h"

namespace bangfu::sql {

class SqliteStatement final : public PreparedStatement {
 public:
  enum class Purpose { kStore, kVerb };

  // Exactly one statement; `db` and `gate` outlive it. The gate does not hold up a transaction's
  // verb.
  static absl::StatusOr<std::unique_ptr<PreparedStatement>> Prepare(sqlite3* db,
                                                                    InterruptGate& gate,
                                                                    Purpose purpose,
                                                                    std::string_view sql);

  absl::Status BindInt64(int index, int64_t value) override;
  absl::Status BindDouble(int index, double value) override;
  absl::Status BindText(int index, std::string_view text) override;
  absl::Status BindBlob(int index, std::string_view bytes) override;
  absl::Status BindNull(int index) override;
  absl::StatusOr<bool> Step() override;
  void Reset() override;
  void ClearBindings() override;
  bool IsNull(int column) const override;
  int64_t Int64(int column) const override;
  double Double(int column) const override;
  std::string_view Text(int column) const override;
  std::string_view Bytes(int column) const override;
  int64_t Changes() const override;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* stmt) const { sqlite3_finalize(stmt); }
  };

  SqliteStatement(sqlite3_stmt* stmt, InterruptGate& gate, Purpose purpose);
  bool MayGoOn() const;
  sqlite3_stmt* Bindable();
  absl::Status Bound(int code) const;
  absl::Status Failure(int code) const;

  std::unique_ptr<sqlite3_stmt, Finalize> stmt_;
  InterruptGate& gate_;
  InterruptGate::Running kind_;
  bool active_ = false;  // Stepped and not reset since.
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_SQLITE_STATEMENT_H_
