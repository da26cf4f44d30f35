// Sealing of personal fields: authenticated encryption under a household's key. Keys and where they
// come from are in key.h.
//
// XChaCha20-Poly1305 with a synthetic nonce: the nonce is BLAKE2b, keyed, over the additional data
// and the plaintext, each with its length before it. Nonce key and cipher key are derived from the
// given key and used for nothing else.
//
// Why that is safe. A cipher of this kind breaks when one nonce serves two messages under one key.
// Here the nonce is a pseudorandom function of the whole message, so two different messages share
// one of its 2^192 values with a chance of about n^2 / 2^193 after n messages: never, in practice.
// It is the construction that Rogaway and Shrimpton named SIV and proved to be deterministic
// authenticated encryption. What it gives up, on purpose: sealing the same plaintext with the same
// additional data under the same key gives the same bytes again, which makes an import repeatable.
// As keys are per household and the additional data names the record and field, an onlooker learns
// only that one field of one household has, or has not, the value that it had before; and, as with
// any cipher that does not pad, how long the value is.
#ifndef BANGFU_SERVICES_COMMON_SEAL_SEAL_H_
#define BANGFU_SERVICES_COMMON_SEAL_SEAL_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "services/common/seal/key.h"

namespace bangfu::seal {

// What sealing adds: a nonce of 24 bytes before the ciphertext and a tag of 16 after it.
inline constexpr size_t kSealOverhead = 40;

// `plaintext` sealed under `key`. `aad` is not in the result and has to be given again to open it:
// the record's resource name and what of it is sealed.
std::string Seal(const Key& key, std::string_view aad, std::string_view plaintext);

// The plaintext. DataLoss when `sealed` was not made by Seal with this key and `aad`; the message
// does not say which of the three is wrong, for nobody can tell.
absl::StatusOr<std::string> Open(const Key& key, std::string_view aad, std::string_view sealed);

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_SEAL_H_
