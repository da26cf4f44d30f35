// Proofs of a Merkle log, made and verified: that an entry is in it, and that an older log is the
// beginning of a newer one (RFC 9162 sections 2.1.3 and 2.1.4). Verifying needs no log at all.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_PROOF_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle_hash.h"
#include "services/common/journal/merkle_range.h"

namespace bangfu::journal {

// The hashes of a proof in the RFC's order, from the leaves upwards.
using Proof = std::vector<Hash>;

// No proof of a log of up to kTreeSizeMax entries is longer.
inline constexpr size_t kProofLengthMax = 64;

// The root of the perfect subtree over the leaves [index << level, (index + 1) << level). Asked
// only for subtrees inside the tree size in question; its errors are passed on as they are.
using SubtreeReader = std::function<absl::StatusOr<Hash>(int level, uint64_t index)>;

// The right edge, and the root, that the log had when it was `tree_size` long. InvalidArgument
// above kTreeSizeMax.
absl::StatusOr<CompactRange> RangeAt(uint64_t tree_size, const SubtreeReader& reader);
absl::StatusOr<Hash> RootAt(uint64_t tree_size, const SubtreeReader& reader);

// That the leaf at `leaf_index` is in the log of `tree_size`. InvalidArgument unless leaf_index <
// tree_size <= kTreeSizeMax.
absl::StatusOr<Proof> InclusionProof(uint64_t leaf_index, uint64_t tree_size,
                                     const SubtreeReader& reader);

// The subtrees, each as (level, index), that InclusionProof() reads for this leaf: to have them at
// hand together, before. None where it has no proof.
std::vector<std::pair<int, uint64_t>> InclusionSubtrees(uint64_t leaf_index, uint64_t tree_size);

// That the log of `old_size` is the beginning of that of `new_size`; no hashes when they are equal.
// InvalidArgument unless 0 < old_size <= new_size <= kTreeSizeMax: anything begins with the empty
// log, so there is nothing to prove from it.
absl::StatusOr<Proof> ConsistencyProof(uint64_t old_size, uint64_t new_size,
                                       const SubtreeReader& reader);

// OK when `proof` shows that the leaf is in the log with this size and root. InvalidArgument when
// it could not show that of any log: a log without entries, an index outside it, too many or too
// few hashes. DataLoss when it leads to another root: leaf, proof or log is not the one that was
// meant.
absl::Status VerifyInclusion(const Hash& leaf, uint64_t leaf_index, uint64_t tree_size,
                             std::span<const Hash> proof, const Hash& root);

// OK when `proof` shows that the log with the old size and root is the beginning of the log with
// the new ones. Errors as above; the old log may not be empty nor longer than the new one.
absl::Status VerifyConsistency(uint64_t old_size, const Hash& old_root, uint64_t new_size,
                               const Hash& new_root, std::span<const Hash> proof);

// Reads a proof from a sequence of byte strings, such as a repeated bytes field. InvalidArgument
// when one has not 32 bytes or there are more than kProofLengthMax.
template <typename ByteStrings>
absl::StatusOr<Proof> ParseProof(const ByteStrings& strings) {
  Proof proof;
  for (const auto& bytes : strings) {
    if (proof.size() == kProofLengthMax) {
      return absl::InvalidArgumentError("found a proof of more than 64 hashes");
    }
    const absl::StatusOr<Hash> hash = HashFromBytes(bytes);
    if (!hash.ok()) return hash.status();
    proof.push_back(*hash);
  }
  return proof;
}

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_PROOF_H_
