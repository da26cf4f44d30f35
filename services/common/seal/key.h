// A secret key of 32 bytes that is wiped when it goes and does not print, and the keys that hang on
// one another: the master key (master_key.h) gives each county's, which wraps its households' keys.
#ifndef BANGFU_SERVICES_COMMON_SEAL_KEY_H_
#define BANGFU_SERVICES_COMMON_SEAL_KEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "services/common/seal/entropy.h"

namespace bangfu::seal {

inline constexpr size_t kKeySize = 32;

// Moves and does not copy: there is one place to wipe.
class Key {
 public:
  // InvalidArgument when there are not 32 bytes. The caller's bytes stay the caller's to wipe.
  static absl::StatusOr<Key> FromBytes(std::string_view bytes);

  static Key Generate(Entropy& entropy, std::string_view purpose);

  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key();

  std::span<const uint8_t, kKeySize> bytes() const { return bytes_; }

  // In constant time.
  friend bool operator==(const Key& left, const Key& right);

  friend std::ostream& operator<<(std::ostream&, const Key&) = delete;
  friend void PrintTo(const Key& key, std::ostream* out);  // for googletest: "<key>"

 private:
  friend Key CountyKey(const Key& master, std::string_view county);

  Key() = default;

  std::array<uint8_t, kKeySize> bytes_{};
};

// The key of a county: BLAKE2b of its code, keyed by the master key.
Key CountyKey(const Key& master, std::string_view county);

// A household's key, sealed under its county's for that household and no other; `household` is its
// resource name.
std::string WrapKey(const Key& county_key, std::string_view household, const Key& household_key);

// DataLoss when `wrapped` was not made by WrapKey for this household under this county key.
absl::StatusOr<Key> UnwrapKey(const Key& county_key, std::string_view household,
                              std::string_view wrapped);

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_KEY_H_
