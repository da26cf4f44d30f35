#include "services/common/seal/entropy.h"

#include <sodium.h>

#include "services/common/seal/derive.h"

namespace bangfu::seal {

void SystemEntropy::Fill(std::span<uint8_t> out, std::string_view /*purpose*/) {
  EnsureSodium();
  randombytes_buf(out.data(), out.size());
}

SeededEntropy::SeededEntropy(std::string_view seed) {
  Derive({}, "bangfu/seal/v1/seed", {seed}, key_);
}

void SeededEntropy::Fill(std::span<uint8_t> out, std::string_view purpose) {
  std::array<uint8_t, randombytes_SEEDBYTES> stream;
  Derive(key_, "bangfu/seal/v1/seeded-bytes", {purpose}, stream);
  randombytes_buf_deterministic(out.data(), out.size(), stream.data());
}

}  // namespace bangfu::seal
