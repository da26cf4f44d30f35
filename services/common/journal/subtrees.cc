#include "services/common/journal/subtrees.h"

#include <span>

namespace bangfu::journal {
namespace {

constexpr uint64_t kBlockSize = uint64_t{1} << kKeptLevels;
// 64 blocks are half a MiB; a page of proofs over a long log reuses the upper ones.
constexpr size_t kBlocksKeptMax = 64;

}  // namespace

absl::StatusOr<Hash> Subtrees::Read(int level, uint64_t index) {
  const int above = level % kKeptLevels;
  const uint64_t first = index << above;
  absl::StatusOr<const Block*> block = LoadBlock(level - above, first / kBlockSize);
  if (!block.ok()) return block.status();
  const uint64_t offset = first % kBlockSize;
  const uint64_t count = uint64_t{1} << above;
  if (offset + count > (*block)->size()) {
    return absl::DataLossError("the log of county " + county_ + " lacks hashes it should have");
  }
  return FoldPerfect(std::span<const Hash>(**block).subspan(offset, count));
}

absl::StatusOr<const Subtrees::Block*> Subtrees::LoadBlock(int stored_level, uint64_t block) {
  const auto found = blocks_.find({stored_level, block});
  if (found != blocks_.end()) return &found->second;
  absl::StatusOr<Block> loaded = Query(stored_level, block * kBlockSize);
  if (!loaded.ok()) return loaded.status();
  if (blocks_.size() >= kBlocksKeptMax) blocks_.clear();
  return &(blocks_[{stored_level, block}] = *std::move(loaded));
}

absl::StatusOr<Subtrees::Block> Subtrees::Query(int stored_level, uint64_t first) {
  const auto begin = static_cast<int64_t>(first);
  const auto end = static_cast<int64_t>(first + kBlockSize);
  absl::StatusOr<sql::Statement> rows =
      stored_level == 0 ? connection_.Prepare(
                              "SELECT leaf_hash FROM journal_entry "
                              "WHERE county = ?1 AND seq >= ?2 AND seq < ?3 ORDER BY seq")
                        : connection_.Prepare(
                              "SELECT hash FROM journal_node WHERE county = ?1 AND "
                              "position >= ?2 AND position < ?3 AND level = ?4 ORDER BY position");
  if (!rows.ok()) return rows.status();
  rows->BindAll(std::string_view(county_), begin, end);
  if (stored_level != 0) rows->Bind(4, stored_level);
  Block block;
  absl::Status status = rows->ForEachRow([&block](sql::Statement& row) -> absl::Status {
    absl::StatusOr<Hash> hash = HashFromBytes(row.Bytes(0));
    if (!hash.ok()) return absl::DataLossError("a stored hash has not 32 bytes");
    block.push_back(*hash);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return block;
}

}  // namespace bangfu::journal
