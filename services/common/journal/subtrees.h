// The roots of perfect subtrees, read from a stored log. Leaves and the roots on every fourth level
// are stored; what lies between is folded, once, from a block of at most 16 of them, and kept. So a
// proof costs, for four levels of the tree, at most one read of 16 rows and 15 hashes, and next to
// nothing where a neighbour was proven before. A root that should be stored and is not is folded
// from what lies below it: logs that were begun when only every eighth level was stored have such.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_SUBTREES_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_SUBTREES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle.h"
#include "services/common/sql/connection.h"

namespace bangfu::journal {

// Levels 0, 4, 8, ... are stored.
inline constexpr int kKeptLevels = 4;

class Subtrees {
 public:
  // Reads one county's log; the connection's snapshot must not change meanwhile, or only grow.
  Subtrees(sql::Connection& connection, std::string_view county)
      : connection_(connection), county_(county) {}

  // The root of the perfect subtree; a SubtreeReader. DATA_LOSS when one of its leaves is missing.
  absl::StatusOr<Hash> Read(int level, uint64_t index);

  // Has what Read() needs for these subtrees, each (level, index), read in one go. To be called
  // before, for some hundreds of entries' proofs at a time; without it each is read by itself.
  absl::Status Prepare(const std::vector<std::pair<int, uint64_t>>& subtrees);

 private:
  using BlockName = std::pair<int, uint64_t>;  // stored level, number on it

  // Up to 16 hashes of one stored level, the first ones without a gap, and above them the roots of
  // their pairs, of pairs of those, and so on, as far as they are whole.
  using Block = std::vector<std::vector<Hash>>;

  absl::StatusOr<const Block*> FindBlock(const BlockName& name);
  absl::Status Load(const std::vector<BlockName>& names);
  absl::Status LoadFrom(std::string_view sql, const std::vector<BlockName>& names);

  sql::Connection& connection_;
  const std::string county_;
  absl::flat_hash_map<BlockName, Block> blocks_;
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_SUBTREES_H_
