#include "services/common/seal/derive.h"

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include <sodium.h>

namespace bangfu::seal {
namespace {

void Add(crypto_generichash_state& state, std::string_view part) {
  std::array<uint8_t, 8> length;
  for (size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<uint8_t>(uint64_t{part.size()} >> (8 * i));
  }
  crypto_generichash_update(&state, length.data(), length.size());
  crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>(part.data()), part.size());
}

}  // namespace

void EnsureSodium() {
  static const bool ready = sodium_init() >= 0;
  if (ready) return;
  std::fputs("bangfu: libsodium finds no source of random bytes\n", stderr);
  std::abort();
}

void Derive(std::span<const uint8_t> key, std::string_view label,
            std::initializer_list<std::string_view> parts, std::span<uint8_t> out) {
  EnsureSodium();
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), out.size());
  Add(state, label);
  for (const std::string_view part : parts) Add(state, part);
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof(state));
}

}  // namespace bangfu::seal
