#include "services/common/sql/statement.h"

#include "services/common/sql/statement_cache.h"

namespace bangfu::sql {

absl::Status PreparedStatement::RunEach(size_t count, absl::FunctionRef<absl::Status(size_t)> bind,
                                        absl::FunctionRef<absl::Status(size_t)> on_row) {
  for (size_t i = 0; i < count; ++i) {
    if (absl::Status bound = bind(i); !bound.ok()) return bound;
    absl::StatusOr<bool> row = Step();
    for (; row.ok() && *row; row = Step()) {
      if (absl::Status taken = on_row(i); !taken.ok()) {
        Reset();
        return taken;
      }
    }
    if (!row.ok()) return row.status();
  }
  return absl::OkStatus();
}

void Statement::ReturnToCache::operator()(CachedStatement* borrowed) const {
  cache->TakeBack(borrowed);
}

Statement::Statement(StatementCache& cache, CachedStatement& borrowed)
    : borrowed_(&borrowed, ReturnToCache{&cache}), prepared_(borrowed.prepared.get()) {}

Statement& Statement::Keep(absl::Status bound) {
  if (!bound.ok()) bind_status_.Update(std::move(bound));
  return *this;
}

Statement& Statement::BindInt64(int index, int64_t value) {
  return Keep(prepared_->BindInt64(index, value));
}

Statement& Statement::Bind(int index, double value) {
  return Keep(prepared_->BindDouble(index, value));
}

Statement& Statement::Bind(int index, std::string_view text) {
  return Keep(prepared_->BindText(index, text));
}

Statement& Statement::Bind(int index, Blob blob) {
  return Keep(prepared_->BindBlob(index, blob.bytes));
}

Statement& Statement::Bind(int index, std::nullptr_t) { return Keep(prepared_->BindNull(index)); }

absl::StatusOr<bool> Statement::Step() {
  if (!bind_status_.ok()) return std::exchange(bind_status_, absl::OkStatus());
  return prepared_->Step();
}

absl::Status Statement::Run() {
  for (;;) {
    absl::StatusOr<bool> row = Step();
    if (!row.ok()) return row.status();
    if (!*row) return absl::OkStatus();
  }
}

absl::Status Statement::RunEach(size_t count, absl::FunctionRef<void(Statement&, size_t)> bind,
                                absl::FunctionRef<absl::Status(Statement&, size_t)> on_row) {
  return prepared_->RunEach(
      count,
      [&](size_t i) {
        bind(*this, i);
        return std::exchange(bind_status_, absl::OkStatus());
      },
      [&](size_t i) { return on_row(*this, i); });
}

void Statement::Reset() {
  bind_status_ = absl::OkStatus();
  prepared_->Reset();
}

}  // namespace bangfu::sql
