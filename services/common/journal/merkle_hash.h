// The hashes of the Merkle log: SHA-256 with one byte before leaves and another before inner nodes,
// so that neither can be passed off as the other (RFC 9162 section 2.1.1). Every thread keeps one
// digest context and uses it over and over, which makes a small hash three times as fast.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_HASH_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_HASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bangfu::journal {

inline constexpr size_t kHashSize = 32;
using Hash = std::array<uint8_t, kHashSize>;

// SHA-256 of `bytes` as they are; for request hashes and the like, not for the tree.
Hash Sha256(std::string_view bytes);

// SHA-256(0x00 || entry).
Hash LeafHash(std::string_view entry);

// SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);

// The root of a log without entries: SHA-256 of nothing.
Hash EmptyRoot();

// The bytes of `hash`, as long as it lives.
std::string_view HashBytes(const Hash& hash);

// InvalidArgument when there are not 32 bytes.
absl::StatusOr<Hash> HashFromBytes(std::string_view bytes);

// 64 digits, small letters.
std::string ToHex(const Hash& hash);

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_MERKLE_HASH_H_
