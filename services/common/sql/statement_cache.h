// The prepared statements that a connection keeps, least recently used out first. One thread, as
// its connection; no backend: the connection says how to prepare.
#ifndef BANGFU_SERVICES_COMMON_SQL_STATEMENT_CACHE_H_
#define BANGFU_SERVICES_COMMON_SQL_STATEMENT_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"

#include "services/common/sql/statement.h"

namespace bangfu::sql {

struct CachedStatement {
  std::string sql;
  std::unique_ptr<PreparedStatement> prepared;
  bool lent = false;
  bool kept = false;  // In the cache; otherwise it ends when it comes back.
};

struct StatementCacheStats {
  uint64_t hits = 0;
  uint64_t prepared = 0;
};

class StatementCache {
 public:
  using Prepare =
      std::function<absl::StatusOr<std::unique_ptr<PreparedStatement>>(std::string_view sql)>;

  // Keeps up to `capacity` (at least 1) statements.
  StatementCache(size_t capacity, Prepare prepare);

  // Lends a statement of that text. Where it is lent already (queries side by side), another one is
  // prepared and kept as well; where all that are kept are lent, one that is not kept.
  absl::StatusOr<Statement> Lend(std::string_view sql);

  // Ends all of them; none may be lent.
  void Clear();

  size_t size() const { return kept_.size(); }
  const StatementCacheStats& stats() const { return stats_; }

 private:
  friend class Statement;
  using Kept = std::list<std::unique_ptr<CachedStatement>>;

  void TakeBack(CachedStatement* returned);
  // Makes room for one more; false when every kept statement is lent.
  bool MakeRoom();

  size_t capacity_;
  Prepare prepare_;
  Kept kept_;  // Most recently used first.
  std::unordered_multimap<std::string_view, Kept::iterator> by_sql_;
  StatementCacheStats stats_;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_STATEMENT_CACHE_H_
