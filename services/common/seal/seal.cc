#include "services/common/seal/seal.h"

#include <array>
#include <cstdint>
#include <span>

#include <sodium.h>

#include "services/common/seal/derive.h"

namespace bangfu::seal {
namespace {

constexpr size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kNonceSize + kTagSize == kSealOverhead);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == kKeySize);

// The two keys that one key stands for, wiped when they go.
class Subkeys {
 public:
  explicit Subkeys(const Key& key) { Derive(key.bytes(), "bangfu/seal/v1/subkeys", {}, bytes_); }
  ~Subkeys() { sodium_memzero(bytes_.data(), bytes_.size()); }
  Subkeys(const Subkeys&) = delete;
  Subkeys& operator=(const Subkeys&) = delete;

  std::span<const uint8_t> ForNonce() const { return std::span(bytes_).first<kKeySize>(); }
  const uint8_t* ForCipher() const { return bytes_.data() + kKeySize; }

 private:
  std::array<uint8_t, 2 * kKeySize> bytes_;
};

const uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

uint8_t* Bytes(std::string& text) { return reinterpret_cast<uint8_t*>(text.data()); }

}  // namespace

std::string Seal(const Key& key, std::string_view aad, std::string_view plaintext) {
  const Subkeys subkeys(key);
  std::string sealed(plaintext.size() + kSealOverhead, '\0');
  uint8_t* const nonce = Bytes(sealed);
  Derive(subkeys.ForNonce(), "bangfu/seal/v1/nonce", {aad, plaintext}, {nonce, kNonceSize});
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceSize, nullptr, Bytes(plaintext),
                                             plaintext.size(), Bytes(aad), aad.size(), nullptr,
                                             nonce, subkeys.ForCipher());
  return sealed;
}

absl::StatusOr<std::string> Open(const Key& key, std::string_view aad, std::string_view sealed) {
  if (sealed.size() < kSealOverhead) {
    return absl::DataLossError("a sealed field is cut short");
  }
  const Subkeys subkeys(key);
  const std::string_view ciphertext = sealed.substr(kNonceSize);
  std::string plaintext(sealed.size() - kSealOverhead, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      Bytes(plaintext), nullptr, nullptr, Bytes(ciphertext), ciphertext.size(), Bytes(aad),
      aad.size(), Bytes(sealed), subkeys.ForCipher());
  if (failed != 0) {
    return absl::DataLossError("a sealed field does not open: other key, other record or altered");
  }
  return plaintext;
}

}  // namespace bangfu::seal
