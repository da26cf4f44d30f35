#include "services/common/journal/subtrees.h"

#include <utility>

namespace bangfu::journal {
namespace {

constexpr uint64_t kBlockSize = uint64_t{1} << kKeptLevels;
// A MiB; a page of proofs over a long log reuses the upper ones.
constexpr size_t kBlocksKeptMax = 1024;

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
  absl::StatusOr<const Block*> block = LoadBlock(level - above, index / in_block);
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

absl::StatusOr<const Subtrees::Block*> Subtrees::LoadBlock(int stored_level, uint64_t number) {
  const auto found = blocks_.find({stored_level, number});
  if (found != blocks_.end()) return &found->second;
  absl::StatusOr<std::vector<Hash>> stored = Query(stored_level, number * kBlockSize);
  if (!stored.ok()) return stored.status();
  Block block{*std::move(stored)};
  while (block.size() < kKeptLevels) block.push_back(RootsOfPairs(block.back()));
  if (blocks_.size() >= kBlocksKeptMax) blocks_.clear();
  return &(blocks_[{stored_level, number}] = std::move(block));
}

absl::StatusOr<std::vector<Hash>> Subtrees::Query(int stored_level, uint64_t first) {
  const auto begin = static_cast<int64_t>(first);
  const auto end = static_cast<int64_t>(first + kBlockSize);
  absl::StatusOr<sql::Statement> rows =
      stored_level == 0 ? connection_.Prepare(
                              "SELECT seq, leaf_hash FROM journal_entry "
                              "WHERE county = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq")
                        : connection_.Prepare(
                              "SELECT position, hash FROM journal_node WHERE county = ?1 AND "
                              "position >= ?2 AND position < ?3 AND level = ?4 ORDER BY position");
  if (!rows.ok()) return rows.status();
  rows->BindAll(std::string_view(county_), begin, end);
  if (stored_level != 0) rows->Bind(4, stored_level);
  std::vector<Hash> hashes;
  absl::Status status = rows->ForEachRow([&](sql::Statement& row) -> absl::Status {
    const bool is_next = row.Int64(0) == begin + static_cast<int64_t>(hashes.size());
    if (!is_next) return absl::OkStatus();
    absl::StatusOr<Hash> hash = HashFromBytes(row.Bytes(1));
    if (!hash.ok()) return absl::DataLossError("a stored hash has not 32 bytes");
    hashes.push_back(*hash);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return hashes;
}

}  // namespace bangfu::journal
