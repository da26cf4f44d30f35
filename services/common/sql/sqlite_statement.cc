#include "services/common/sql/sqlite_statement.h"

#include <utility>

#include "services/common/sql/sqlite_status.h"

namespace bangfu::sql {
namespace {

// SQLite takes a null pointer for NULL: an empty value needs an address.
const char* Address(std::string_view value) { return value.data() ? value.data() : ""; }

bool OnlySpace(std::string_view tail) {
  return tail.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PreparedStatement>> SqliteStatement::Prepare(sqlite3* db,
                                                                            InterruptGate& gate,
                                                                            Purpose purpose,
                                                                            std::string_view sql) {
  sqlite3_stmt* stmt = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &stmt, &tail);
  if (code != SQLITE_OK) return SqliteError(code, sqlite3_errmsg(db), sql);
  std::unique_ptr<PreparedStatement> prepared(new SqliteStatement(stmt, gate, purpose));
  if (stmt == nullptr || !OnlySpace(sql.substr(static_cast<size_t>(tail - sql.data())))) {
    return SqliteError(SQLITE_MISUSE, "exactly one statement is expected", sql);
  }
  return prepared;
}

SqliteStatement::SqliteStatement(sqlite3_stmt* stmt, InterruptGate& gate, Purpose purpose)
    : stmt_(stmt),
      gate_(gate),
      kind_(purpose == Purpose::kVerb     ? InterruptGate::Running::kVerb
            : sqlite3_stmt_readonly(stmt) ? InterruptGate::Running::kRead
                                          : InterruptGate::Running::kWrite) {}

// A statement takes bindings only when it is reset.
sqlite3_stmt* SqliteStatement::Bindable() {
  if (active_) Reset();
  return stmt_.get();
}

absl::Status SqliteStatement::Bound(int code) const {
  return code == SQLITE_OK ? absl::OkStatus() : Failure(code);
}

// The database's own words name tables and columns where a constraint failed; elsewhere they may
// quote a value (a malformed JSON path, say), so only the code's fixed text is passed on.
absl::Status SqliteStatement::Failure(int code) const {
  sqlite3_stmt* stmt = stmt_.get();
  const bool constraint = (code & 0xff) == SQLITE_CONSTRAINT;
  return SqliteError(code, constraint ? sqlite3_errmsg(sqlite3_db_handle(stmt)) : "",
                     sqlite3_sql(stmt));
}

absl::Status SqliteStatement::BindInt64(int index, int64_t value) {
  return Bound(sqlite3_bind_int64(Bindable(), index, value));
}

absl::Status SqliteStatement::BindDouble(int index, double value) {
  return Bound(sqlite3_bind_double(Bindable(), index, value));
}

absl::Status SqliteStatement::BindText(int index, std::string_view text) {
  return Bound(sqlite3_bind_text64(Bindable(), index, Address(text), text.size(), SQLITE_STATIC,
                                   SQLITE_UTF8));
}

absl::Status SqliteStatement::BindBlob(int index, std::string_view bytes) {
  return Bound(sqlite3_bind_blob64(Bindable(), index, Address(bytes), bytes.size(), SQLITE_STATIC));
}

absl::Status SqliteStatement::BindNull(int index) {
  return Bound(sqlite3_bind_null(Bindable(), index));
}

// A write that has begun goes on unless the progress handler stops it.
bool SqliteStatement::MayGoOn() const {
  return gate_.open() || kind_ == InterruptGate::Running::kVerb ||
         (active_ && kind_ == InterruptGate::Running::kWrite);
}

absl::StatusOr<bool> SqliteStatement::Step() {
  if (!MayGoOn()) {
    absl::Status stopped = Failure(SQLITE_INTERRUPT);
    Reset();
    return stopped;
  }
  gate_.Enter(kind_);
  active_ = true;
  const int code = sqlite3_step(stmt_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    Reset();
    return false;
  }
  absl::Status failed = Failure(code);
  Reset();
  return failed;
}

void SqliteStatement::Reset() {
  active_ = false;
  sqlite3_reset(stmt_.get());  // Repeats the error of the last step, which Step() has reported.
}

void SqliteStatement::ClearBindings() { sqlite3_clear_bindings(stmt_.get()); }

bool SqliteStatement::IsNull(int column) const {
  return sqlite3_column_type(stmt_.get(), column) == SQLITE_NULL;
}

int64_t SqliteStatement::Int64(int column) const {
  return sqlite3_column_int64(stmt_.get(), column);
}

double SqliteStatement::Double(int column) const {
  return sqlite3_column_double(stmt_.get(), column);
}

std::string_view SqliteStatement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(stmt_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

std::string_view SqliteStatement::Bytes(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(stmt_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

int64_t SqliteStatement::Changes() const {
  return sqlite3_changes64(sqlite3_db_handle(stmt_.get()));
}

}  // namespace bangfu::sql
