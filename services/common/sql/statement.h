// A prepared statement as stores use it: bind, step, read columns. It knows no backend: what
// prepares and runs stands behind PreparedStatement, once per backend.
#ifndef BANGFU_SERVICES_COMMON_SQL_STATEMENT_H_
#define BANGFU_SERVICES_COMMON_SQL_STATEMENT_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace bangfu::sql {

class StatementCache;
struct CachedStatement;

// Bytes to bind, as opposed to text. A view: it owns nothing.
struct Blob {
  explicit Blob(std::string_view view) : bytes(view) {}
  explicit Blob(std::span<const uint8_t> view)
      : bytes(reinterpret_cast<const char*>(view.data()), view.size()) {}

  std::string_view bytes;
};

// What a backend implements. Parameters count from 1, columns from 0.
class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;

  virtual absl::Status BindInt64(int index, int64_t value) = 0;
  virtual absl::Status BindDouble(int index, double value) = 0;
  virtual absl::Status BindText(int index, std::string_view text) = 0;
  virtual absl::Status BindBlob(int index, std::string_view bytes) = 0;
  virtual absl::Status BindNull(int index) = 0;

  // True with a row at hand, false when done. The statement is reset when it is done or has failed.
  virtual absl::StatusOr<bool> Step() = 0;
  // Binds by `bind(i)`, runs, and calls `on_row(i)` for each row, for every i below `count`; the
  // first error ends it. A backend with a server overlaps the ways to it.
  virtual absl::Status RunEach(size_t count, absl::FunctionRef<absl::Status(size_t)> bind,
                               absl::FunctionRef<absl::Status(size_t)> on_row);
  virtual void Reset() = 0;
  virtual void ClearBindings() = 0;

  virtual bool IsNull(int column) const = 0;
  virtual int64_t Int64(int column) const = 0;
  virtual double Double(int column) const = 0;
  virtual std::string_view Text(int column) const = 0;
  virtual std::string_view Bytes(int column) const = 0;
  virtual int64_t Changes() const = 0;
};

// A statement borrowed from its connection's cache; it goes back there, reset and with nothing
// bound, when the handle ends. The connection must outlive the handle; both belong to one thread.
//
// Binding copies nothing. Text and bytes must stay alive and unchanged until the statement is done,
// reset, or bound anew at that index; within one expression, `insert.BindAll(Name(), 7).Run()`,
// temporaries live long enough. Bindings survive Run() and Reset(): what is the same for all rows
// is bound once, whatever points to a row's own memory must be bound anew before the next Run().
//
// Bind() never fails by itself: the first error is kept and returned by the next Step() or Run().
class Statement {
 public:
  Statement(StatementCache& cache, CachedStatement& borrowed);

  Statement& Bind(int index, double value);
  Statement& Bind(int index, std::string_view text);
  Statement& Bind(int index, Blob blob);
  Statement& Bind(int index, std::nullptr_t);
  template <std::integral T>
  requires(sizeof(T) < sizeof(int64_t) || std::is_signed_v<T>) Statement& Bind(int index, T value) {
    return BindInt64(index, static_cast<int64_t>(value));
  }
  template <typename T>
  Statement& Bind(int index, const std::optional<T>& value) {
    return value.has_value() ? Bind(index, *value) : Bind(index, nullptr);
  }
  // Binds the values to ?1, ?2, ... in order.
  template <typename... Values>
  Statement& BindAll(const Values&... values) {
    int index = 0;
    (Bind(++index, values), ...);
    return *this;
  }

  // True: a row is at hand. False: done, and the statement is ready to be bound and run again.
  // CANCELLED after Connection::Interrupt(), DEADLINE_EXCEEDED after Connection::SetDeadline();
  // otherwise see sqlite_status.h and postgres_status.h.
  absl::StatusOr<bool> Step();
  // Steps until done, passing over rows.
  absl::Status Run();
  // Calls `on_row(Statement&)` for each row; where it returns a Status, the first error ends the
  // walk.
  template <typename OnRow>
  absl::Status ForEachRow(OnRow&& on_row);
  // Runs once for each i below `count`, in one go where that saves ways to a server: `bind` binds
  // what differs, `on_row` reads the row at hand, and must leave the connection alone. What is
  // bound must live until `bind` is called again or RunEach() returns. The first error ends it.
  absl::Status RunEach(size_t count, absl::FunctionRef<void(Statement&, size_t)> bind,
                       absl::FunctionRef<absl::Status(Statement&, size_t)> on_row);
  void Reset();

  // Columns of the row at hand, from 0. Views end with the next Step(), Reset() or the handle. NULL
  // reads as 0 or empty.
  bool IsNull(int column) const { return prepared_->IsNull(column); }
  int64_t Int64(int column) const { return prepared_->Int64(column); }
  double Double(int column) const { return prepared_->Double(column); }
  std::string_view Text(int column) const { return prepared_->Text(column); }
  std::string_view Bytes(int column) const { return prepared_->Bytes(column); }

  // Rows inserted, updated or deleted by the statement that the connection completed last.
  int64_t Changes() const { return prepared_->Changes(); }

 private:
  struct ReturnToCache {
    StatementCache* cache;
    void operator()(CachedStatement* borrowed) const;
  };

  Statement& BindInt64(int index, int64_t value);
  Statement& Keep(absl::Status bound);

  std::unique_ptr<CachedStatement, ReturnToCache> borrowed_;
  PreparedStatement* prepared_;
  absl::Status bind_status_;
};

template <typename OnRow>
absl::Status Statement::ForEachRow(OnRow&& on_row) {
  for (;;) {
    absl::StatusOr<bool> row = Step();
    if (!row.ok()) return row.status();
    if (!*row) return absl::OkStatus();
    if constexpr (std::is_void_v<std::invoke_result_t<OnRow&, Statement&>>) {
      on_row(*this);
    } else if (absl::Status status = on_row(*this); !status.ok()) {
      Reset();
      return status;
    }
  }
}

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_STATEMENT_H_
