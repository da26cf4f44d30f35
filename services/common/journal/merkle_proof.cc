#include "services/common/journal/merkle_proof.h"

#include <algorithm>
#include <bit>
#include <string>

namespace bangfu::journal {
namespace {

// Where the tree over `count` leaves, two or more, divides: the largest power of two below `count`.
uint64_t LeftPart(uint64_t count) { return std::bit_floor(count - 1); }

// The root over the leaves [first, end), a node of some tree: what is not a perfect subtree is one
// at its left and another such node at its right.
absl::StatusOr<Hash> RangeRoot(uint64_t first, uint64_t end, const SubtreeReader& reader) {
  const uint64_t count = end - first;
  if (std::has_single_bit(count)) {
    const int level = std::countr_zero(count);
    return reader(level, first >> level);
  }
  const uint64_t middle = first + LeftPart(count);
  absl::StatusOr<Hash> left = RangeRoot(first, middle, reader);
  if (!left.ok()) return left;
  absl::StatusOr<Hash> right = RangeRoot(middle, end, reader);
  if (!right.ok()) return right;
  return NodeHash(*left, *right);
}

struct Leaves {
  uint64_t first;
  uint64_t end;
};

// The nodes beside the way from the root down to a leaf.
std::vector<Leaves> SiblingsOnTheWay(uint64_t leaf_index, uint64_t tree_size) {
  std::vector<Leaves> siblings;
  for (Leaves node{0, tree_size}; node.end - node.first > 1;) {
    const uint64_t middle = node.first + LeftPart(node.end - node.first);
    if (leaf_index < middle) {
      siblings.push_back({middle, node.end});
      node.end = middle;
    } else {
      siblings.push_back({node.first, middle});
      node.first = middle;
    }
  }
  return siblings;
}

// The roots over `nodes`, which were gathered on the way down, in the order of the way up.
absl::StatusOr<Proof> ReadUpwards(const std::vector<Leaves>& nodes, const SubtreeReader& reader) {
  Proof proof;
  proof.reserve(nodes.size());
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    absl::StatusOr<Hash> root = RangeRoot(node->first, node->end, reader);
    if (!root.ok()) return root.status();
    proof.push_back(*root);
  }
  return proof;
}

absl::Status CheckIndex(uint64_t leaf_index, uint64_t tree_size) {
  if (leaf_index < tree_size && tree_size <= kTreeSizeMax) return absl::OkStatus();
  return absl::InvalidArgumentError("there is no entry " + std::to_string(leaf_index) +
                                    " in a log of " + std::to_string(tree_size) + " entries");
}

absl::Status CheckSizes(uint64_t old_size, uint64_t new_size) {
  if (0 < old_size && old_size <= new_size && new_size <= kTreeSizeMax) return absl::OkStatus();
  return absl::InvalidArgumentError("no proof leads from a log of " + std::to_string(old_size) +
                                    " entries to one of " + std::to_string(new_size));
}

absl::Status CheckLength(size_t found, size_t expected) {
  if (found == expected) return absl::OkStatus();
  return absl::InvalidArgumentError("found a proof of " + std::to_string(found) +
                                    " hashes, expected " + std::to_string(expected));
}

absl::Status CheckRoot(const Hash& computed, const Hash& root, const char* whose) {
  if (computed == root) return absl::OkStatus();
  return absl::DataLossError(std::string("the proof leads to another root than ") + whose + ": " +
                             ToHex(computed) + " instead of " + ToHex(root));
}

// The way from a node up to the root, seen at the node's level: as long as it lies apart from the
// right edge of the tree, each step has a sibling, at the side that a bit of the node's index
// tells; on the right edge there are siblings only at the left, one for each bit that is left in
// the index.
struct Path {
  uint64_t index;
  int apart;  // steps before the right edge
  int edge;   // siblings on the right edge

  Path(uint64_t node_index, uint64_t last_index)
      : index(node_index),
        apart(std::bit_width(node_index ^ last_index)),
        edge(std::popcount(node_index >> apart)) {}

  size_t Length() const { return static_cast<size_t>(apart) + static_cast<size_t>(edge); }
  bool SiblingIsLeft(int step) const { return step >= apart || ((index >> step) & 1U) != 0; }
};

enum class Siblings { kAll, kLeftOnly };

Hash Climb(Hash node, const Path& path, std::span<const Hash> proof, Siblings siblings) {
  for (int step = 0; step < static_cast<int>(proof.size()); ++step) {
    if (path.SiblingIsLeft(step)) {
      node = NodeHash(proof[step], node);
    } else if (siblings == Siblings::kAll) {
      node = NodeHash(node, proof[step]);
    }
  }
  return node;
}

}  // namespace

absl::StatusOr<CompactRange> RangeAt(uint64_t tree_size, const SubtreeReader& reader) {
  if (tree_size > kTreeSizeMax) {
    return absl::InvalidArgumentError("no log has " + std::to_string(tree_size) + " entries");
  }
  std::string edge;
  uint64_t first = 0;
  for (uint64_t left = tree_size; left != 0;) {
    const uint64_t count = std::bit_floor(left);
    const absl::StatusOr<Hash> root = RangeRoot(first, first + count, reader);
    if (!root.ok()) return root.status();
    edge.append(HashBytes(*root));
    first += count;
    left -= count;
  }
  return CompactRange::Parse(tree_size, edge);
}

absl::StatusOr<Hash> RootAt(uint64_t tree_size, const SubtreeReader& reader) {
  const absl::StatusOr<CompactRange> range = RangeAt(tree_size, reader);
  if (!range.ok()) return range.status();
  return range->Root();
}

absl::StatusOr<Proof> InclusionProof(uint64_t leaf_index, uint64_t tree_size,
                                     const SubtreeReader& reader) {
  if (absl::Status status = CheckIndex(leaf_index, tree_size); !status.ok()) return status;
  return ReadUpwards(SiblingsOnTheWay(leaf_index, tree_size), reader);
}

std::vector<std::pair<int, uint64_t>> InclusionSubtrees(uint64_t leaf_index, uint64_t tree_size) {
  std::vector<std::pair<int, uint64_t>> subtrees;
  if (!CheckIndex(leaf_index, tree_size).ok()) return subtrees;
  for (Leaves node : SiblingsOnTheWay(leaf_index, tree_size)) {
    while (node.first != node.end) {  // as RangeRoot() divides it
      const uint64_t count = std::bit_floor(node.end - node.first);
      const int level = std::countr_zero(count);
      subtrees.emplace_back(level, node.first >> level);
      node.first += count;
    }
  }
  return subtrees;
}

absl::StatusOr<Proof> ConsistencyProof(uint64_t old_size, uint64_t new_size,
                                       const SubtreeReader& reader) {
  if (absl::Status status = CheckSizes(old_size, new_size); !status.ok()) return status;
  std::vector<Leaves> nodes;
  Leaves node{0, new_size};
  while (node.end != old_size) {  // down to the last node that old and new log have in common
    const uint64_t middle = node.first + LeftPart(node.end - node.first);
    if (old_size <= middle) {
      nodes.push_back({middle, node.end});
      node.end = middle;
    } else {
      nodes.push_back({node.first, middle});
      node.first = middle;
    }
  }
  // That node begins the proof, unless it is the whole old log, whose root the verifier has.
  if (node.first != 0) nodes.push_back(node);
  return ReadUpwards(nodes, reader);
}

absl::Status VerifyInclusion(const Hash& leaf, uint64_t leaf_index, uint64_t tree_size,
                             std::span<const Hash> proof, const Hash& root) {
  if (absl::Status status = CheckIndex(leaf_index, tree_size); !status.ok()) return status;
  const Path path(leaf_index, tree_size - 1);
  if (absl::Status status = CheckLength(proof.size(), path.Length()); !status.ok()) return status;
  return CheckRoot(Climb(leaf, path, proof, Siblings::kAll), root, "the log's");
}

absl::Status VerifyConsistency(uint64_t old_size, const Hash& old_root, uint64_t new_size,
                               const Hash& new_root, std::span<const Hash> proof) {
  if (absl::Status status = CheckSizes(old_size, new_size); !status.ok()) return status;
  if (old_size == new_size) {
    if (absl::Status status = CheckLength(proof.size(), 0); !status.ok()) return status;
    return CheckRoot(new_root, old_root, "the log of the same size");
  }
  // The way up begins at the old log's last perfect subtree. It is in the proof unless it is the
  // whole old log. From there, siblings at the left belong to both logs, those at the right to the
  // new one only.
  const int level = std::countr_zero(old_size);
  const Path path((old_size - 1) >> level, (new_size - 1) >> level);
  const size_t begins_with_node = std::has_single_bit(old_size) ? 0 : 1;
  if (absl::Status status = CheckLength(proof.size(), begins_with_node + path.Length());
      !status.ok()) {
    return status;
  }
  const Hash node = begins_with_node == 1 ? proof.front() : old_root;
  const std::span<const Hash> siblings = proof.subspan(begins_with_node);
  const Hash old_computed = Climb(node, path, siblings, Siblings::kLeftOnly);
  if (absl::Status status = CheckRoot(old_computed, old_root, "the old log's"); !status.ok()) {
    return status;
  }
  return CheckRoot(Climb(node, path, siblings, Siblings::kAll), new_root, "the new log's");
}

}  // namespace bangfu::journal
