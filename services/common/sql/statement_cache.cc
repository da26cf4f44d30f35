#include "services/common/sql/statement_cache.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace bangfu::sql {

StatementCache::StatementCache(size_t capacity, Prepare prepare)
    : capacity_(capacity), prepare_(std::move(prepare)) {
  assert(capacity_ > 0);
}

absl::StatusOr<Statement> StatementCache::Lend(std::string_view sql) {
  const auto [first, last] = by_sql_.equal_range(sql);
  const auto idle =
      std::find_if(first, last, [](const auto& known) { return !(*known.second)->lent; });
  if (idle != last) {
    ++stats_.hits;
    kept_.splice(kept_.begin(), kept_, idle->second);
    kept_.front()->lent = true;
    return Statement(*this, *kept_.front());
  }
  absl::StatusOr<std::unique_ptr<PreparedStatement>> prepared = prepare_(sql);
  if (!prepared.ok()) return prepared.status();
  ++stats_.prepared;
  auto entry = std::make_unique<CachedStatement>(
      CachedStatement{std::string(sql), *std::move(prepared), /*lent=*/true});
  CachedStatement& borrowed = *entry;
  if (MakeRoom()) {
    borrowed.kept = true;
    kept_.push_front(std::move(entry));
    by_sql_.emplace(borrowed.sql, kept_.begin());
  } else {
    static_cast<void>(entry.release());  // Owned by the handle until TakeBack().
  }
  return Statement(*this, borrowed);
}

void StatementCache::TakeBack(CachedStatement* returned) {
  if (!returned->kept) {
    delete returned;
    return;
  }
  returned->prepared->Reset();
  returned->prepared->ClearBindings();
  returned->lent = false;
}

void StatementCache::Clear() {
  by_sql_.clear();
  kept_.clear();
}

bool StatementCache::MakeRoom() {
  if (kept_.size() < capacity_) return true;
  for (auto oldest = kept_.end(); oldest != kept_.begin();) {
    --oldest;
    if ((*oldest)->lent) continue;
    const auto [first, last] = by_sql_.equal_range((*oldest)->sql);
    by_sql_.erase(
        std::find_if(first, last, [&](const auto& known) { return known.second == oldest; }));
    kept_.erase(oldest);
    return true;
  }
  return false;
}

}  // namespace bangfu::sql
