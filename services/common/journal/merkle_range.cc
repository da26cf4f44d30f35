#include "services/common/journal/merkle_range.h"

#include <bit>
#include <cassert>
#include <cstddef>

namespace bangfu::journal {

absl::StatusOr<CompactRange> CompactRange::Parse(uint64_t size, std::string_view bytes) {
  const auto expected = static_cast<size_t>(std::popcount(size)) * kHashSize;
  if (size > kTreeSizeMax || bytes.size() != expected) {
    return absl::InvalidArgumentError(
        "found a log's right edge of " + std::to_string(bytes.size()) + " bytes, expected " +
        std::to_string(expected) + " for a log of " + std::to_string(size) + " entries");
  }
  CompactRange range;
  range.size_ = size;
  for (; !bytes.empty(); bytes.remove_prefix(kHashSize)) {
    range.roots_.push_back(*HashFromBytes(bytes.substr(0, kHashSize)));
  }
  return range;
}

std::string CompactRange::Serialize() const {
  std::string bytes;
  bytes.reserve(roots_.size() * kHashSize);
  for (const Hash& root : roots_) bytes.append(HashBytes(root));
  return bytes;
}

void CompactRange::Append(const Hash& leaf, NodeSink on_node) {
  assert(size_ < kTreeSizeMax);
  Hash node = leaf;
  on_node(0, size_, node);
  // As in adding one to a binary number, each trailing one is a subtree of that level, which the
  // node just completed joins from the right.
  for (int level = 1; (size_ >> (level - 1)) & 1U; ++level) {
    node = NodeHash(roots_.back(), node);
    roots_.pop_back();
    on_node(level, size_ >> level, node);
  }
  roots_.push_back(node);
  ++size_;
}

void CompactRange::Append(const Hash& leaf) {
  Append(leaf, [](int, uint64_t, const Hash&) {});
}

Hash CompactRange::Root() const {
  if (roots_.empty()) return EmptyRoot();
  Hash root = roots_.back();
  for (size_t i = roots_.size() - 1; i > 0; --i) root = NodeHash(roots_[i - 1], root);
  return root;
}

}  // namespace bangfu::journal
