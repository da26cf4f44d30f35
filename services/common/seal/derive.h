// Keyed hashing for the rest of seal/: one way to derive keys, nonces and reproducible bytes, with
// the purpose stated each time. Not for other folders.
#ifndef BANGFU_SERVICES_COMMON_SEAL_DERIVE_H_
#define BANGFU_SERVICES_COMMON_SEAL_DERIVE_H_

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace bangfu::seal {

// Makes libsodium ready; every function that calls libsodium calls this first. Ends the process
// when the system has no source of random bytes.
void EnsureSodium();

// Fills `out` (16 to 64 bytes) with BLAKE2b, keyed by `key` (16 to 64 bytes, or none), over `label`
// and `parts`. Each of these is preceded by its length, so no two different lists hash alike.
void Derive(std::span<const uint8_t> key, std::string_view label,
            std::initializer_list<std::string_view> parts, std::span<uint8_t> out);

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_DERIVE_H_
