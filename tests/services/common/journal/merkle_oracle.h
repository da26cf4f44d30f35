// The definitions of RFC 9162 section 2.1 written down as they stand there, over all leaves at once
// and by recursion: slow, and what the log's code is held against.
#ifndef BANGFU_TESTS_SERVICES_COMMON_JOURNAL_MERKLE_ORACLE_H_
#define BANGFU_TESTS_SERVICES_COMMON_JOURNAL_MERKLE_ORACLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "services/common/journal/merkle.h"

namespace bangfu::journal::oracle {

inline constexpr size_t kSizeMax = 70;  // trees are tried up to this size

using Leaves = std::span<const Hash>;  // leaf hashes

inline size_t Split(size_t n) {  // the largest power of two smaller than n
  size_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

// MTH(D[n])
inline Hash Root(Leaves leaves) {
  if (leaves.empty()) return Sha256("");
  if (leaves.size() == 1) return leaves[0];
  const size_t k = Split(leaves.size());
  return NodeHash(Root(leaves.first(k)), Root(leaves.subspan(k)));
}

// PATH(m, D[n])
inline Proof Path(size_t m, Leaves leaves) {
  if (leaves.size() == 1) return {};
  const size_t k = Split(leaves.size());
  const bool left = m < k;
  Proof path = left ? Path(m, leaves.first(k)) : Path(m - k, leaves.subspan(k));
  path.push_back(Root(left ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

// SUBPROOF(m, D[n], b)
inline Proof Subproof(size_t m, Leaves leaves, bool complete) {
  if (m == leaves.size()) return complete ? Proof{} : Proof{Root(leaves)};
  const size_t k = Split(leaves.size());
  const bool left = m <= k;
  Proof proof =
      left ? Subproof(m, leaves.first(k), complete) : Subproof(m - k, leaves.subspan(k), false);
  proof.push_back(Root(left ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

// Leaf hashes of `count` different entries.
inline std::vector<Hash> SomeLeaves(size_t count) {
  std::vector<Hash> leaves;
  for (size_t i = 0; i < count; ++i) leaves.push_back(LeafHash("entry " + std::to_string(i)));
  return leaves;
}

// Reads subtrees of these leaves, which have to outlive it; refuses one that is not inside.
inline SubtreeReader ReaderOf(Leaves leaves) {
  return [leaves](int level, uint64_t index) -> absl::StatusOr<Hash> {
    const size_t count = size_t{1} << level;
    if ((index + 1) * count > leaves.size()) return absl::OutOfRangeError("no such subtree");
    return Root(leaves.subspan(index * count, count));
  };
}

}  // namespace bangfu::journal::oracle

#endif  // BANGFU_TESTS_SERVICES_COMMON_JOURNAL_MERKLE_ORACLE_H_
