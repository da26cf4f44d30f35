// The right edge of a Merkle log: the roots of the perfect subtrees that a log of some size is made
// of, one for each bit of the size. It is all that appending and computing the root need, in
// O(log n). It cannot prove anything about older entries: see merkle_proof.h.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_RANGE_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_RANGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle_hash.h"

namespace bangfu::journal {

// The largest log: a size fits into an SQL bigint.
inline constexpr uint64_t kTreeSizeMax = INT64_MAX;

class CompactRange {
 public:
  // Told of a perfect subtree when it is complete: it is the one over the leaves
  // [index << level, (index + 1) << level).
  using NodeSink = absl::FunctionRef<void(int level, uint64_t index, const Hash& hash)>;

  // Of the empty log.
  CompactRange() = default;

  // Of a log of `size` leaves, from its subtrees' roots, the largest (leftmost) first, 32 bytes
  // each. InvalidArgument when their number is not that of the bits in `size`, or `size` is above
  // kTreeSizeMax. Whether they are the right ones shows when Root() is compared.
  static absl::StatusOr<CompactRange> Parse(uint64_t size, std::string_view bytes);

  // What Parse reads.
  std::string Serialize() const;

  // Adds a leaf and tells `on_node` of every subtree that this completes: the leaf itself (level 0)
  // first, then upwards. Before this, size() must be below kTreeSizeMax.
  void Append(const Hash& leaf, NodeSink on_node);
  void Append(const Hash& leaf);

  uint64_t size() const { return size_; }

  // The root hash of the log; EmptyRoot() when it has no leaves.
  Hash Root() const;

  friend bool operator==(const CompactRange&, const CompactRange&) = default;

 private:
  uint64_t size_ = 0;
  std::vector<Hash> roots_;  // largest subtree first; as many as size_ has bits set
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_RANGE_H_
