#include "services/common/journal/subtrees.h"

#include <algorithm>
#include <utility>

namespace bangfu::journal {
namespace {

constexpr uint64_t kBlockSize = uint64_t{1} << kKeptLevels;
// About a MiB; a page of proofs over a long log reuses the upper ones.
constexpr size_t kBlocksKeptMax = 1024;

constexpr std::string_view kLeaves =
    "SELECT seq, leaf_hash FROM journal_entry "
    "WHERE county = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq";
constexpr std::string_view kNodes =
    "SELECT position, hash FROM journal_node "
    "WHERE county = ?1 AND position >= ?2 AND position < ?3 AND level = ?4 ORDER BY position";

// The hash of the row at hand, if it is the next one of a block that begins there.
absl::Status TakeNext(sql::Statement& row, int64_t begin, std::vector<Hash>& hashes) {
  const bool is_next = row.Int64(0) == begin + static_cast<int64_t>(hashes.size());
  if (!is_next) return absl::OkStatus();
  absl::StatusOr<Hash> hash = HashFromBytes(row.Bytes(1));
  if (!hash.ok()) return absl::DataLossError("a stored hash has not 32 bytes");
  hashes.push_back(*hash);
  return absl::OkStatus();
}

std::vector<Hash> RootsOfPairs(const std::vector<Hash>& hashes) {
  std::vector<Hash> roots;
  roots.reserve(hashes.size() / 2);
  for (size_t i = 0; i + 1 < hashes.size(); i += 2) {
    roots.push_back(NodeHash(hashes[i], hashes[i + 1]));
  }
  return roots;
}

}  // namespace

absl::StatusOr<Hash> Subtrees::Read(int level, uint64_t index) {
  const int above = level % kKeptLevels;
  const uint64_t in_block = kBlockSize >> above;
  absl::StatusOr<const Block*> block = FindBlock({level - above, index / in_block});
  if (!block.ok()) return block.status();
  const std::vector<Hash>& roots = (**block)[static_cast<size_t>(above)];
  if (index % in_block < roots.size()) return roots[index % in_block];
  if (level == 0) {
    return absl::DataLossError("the log of county " + county_ + " lacks hashes it should have");
  }
  const absl::StatusOr<Hash> left = Read(level - 1, 2 * index);
  if (!left.ok()) return left.status();
  const absl::StatusOr<Hash> right = Read(level - 1, 2 * index + 1);
  if (!right.ok()) return right.status();
  return NodeHash(*left, *right);
}

absl::Status Subtrees::Prepare(const std::vector<std::pair<int, uint64_t>>& subtrees) {
  std::vector<BlockName> names;
  for (const auto& [level, index] : subtrees) {
    const int above = level % kKeptLevels;
    const BlockName name(level - above, index / (kBlockSize >> above));
    // Neighbours on the way up are mostly in one block.
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  names.erase(std::remove_if(names.begin(), names.end(),
                             [this](const BlockName& name) { return blocks_.contains(name); }),
              names.end());
  return Load(names);
}

absl::StatusOr<const Subtrees::Block*> Subtrees::FindBlock(const BlockName& name) {
  auto found = blocks_.find(name);
  if (found == blocks_.end()) {
    if (absl::Status loaded = Load({name}); !loaded.ok()) return loaded;
    found = blocks_.find(name);
  }
  return &found->second;
}

absl::Status Subtrees::Load(const std::vector<BlockName>& names) {
  if (blocks_.size() + names.size() > kBlocksKeptMax) blocks_.clear();
  std::vector<BlockName> of_leaves;
  std::vector<BlockName> of_nodes;
  for (const BlockName& name : names) (name.first == 0 ? of_leaves : of_nodes).push_back(name);
  absl::Status loaded = LoadFrom(kLeaves, of_leaves);
  return loaded.ok() ? LoadFrom(kNodes, of_nodes) : loaded;
}

absl::Status Subtrees::LoadFrom(std::string_view sql, const std::vector<BlockName>& names) {
  if (names.empty()) return absl::OkStatus();
  absl::StatusOr<sql::Statement> rows = connection_.Prepare(sql);
  if (!rows.ok()) return rows.status();
  const auto begin_of = [&names](size_t i) {
    return static_cast<int64_t>(names[i].second * kBlockSize);
  };
  std::vector<std::vector<Hash>> hashes(names.size());
  absl::Status read = rows->RunEach(
      names.size(),
      [&](sql::Statement& query, size_t i) {
        query.BindAll(std::string_view(county_), begin_of(i),
                      begin_of(i) + static_cast<int64_t>(kBlockSize));
        if (names[i].first != 0) query.Bind(4, names[i].first);
      },
      [&](sql::Statement& row, size_t i) { return TakeNext(row, begin_of(i), hashes[i]); });
  if (!read.ok()) return read;
  for (size_t i = 0; i < names.size(); ++i) {
    Block block{std::move(hashes[i])};
    while (block.size() < kKeptLevels) block.push_back(RootsOfPairs(block.back()));
    blocks_[names[i]] = std::move(block);
  }
  return absl::OkStatus();
}

}  // namespace bangfu::journal
