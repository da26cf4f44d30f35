// The Merkle log of RFC 9162 section 2.1, whole: hashes, the right edge that a log grows at, proofs
// and their verification. Pure: where hashes are kept is the store's business.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_H_

#include "services/common/journal/merkle_hash.h"   // IWYU pragma: export
#include "services/common/journal/merkle_proof.h"  // IWYU pragma: export
#include "services/common/journal/merkle_range.h"  // IWYU pragma: export

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_H_
