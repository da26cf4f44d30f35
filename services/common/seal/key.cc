#include "services/common/seal/key.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include <sodium.h>

#include "services/common/seal/derive.h"
#include "services/common/seal/seal.h"

namespace bangfu::seal {
namespace {

std::string WrapAad(std::string_view household) {
  return std::string("bangfu/seal/v1/household-key:").append(household);
}

}  // namespace

absl::StatusOr<Key> Key::FromBytes(std::string_view bytes) {
  if (bytes.size() != kKeySize) {
    return absl::InvalidArgumentError("found a key of " + std::to_string(bytes.size()) +
                                      " bytes, expected 32");
  }
  Key key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

Key Key::Generate(Entropy& entropy, std::string_view purpose) {
  Key key;
  entropy.Fill(key.bytes_, purpose);
  return key;
}

Key::Key(Key&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), kKeySize);
}

Key& Key::operator=(Key&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    sodium_memzero(other.bytes_.data(), kKeySize);
  }
  return *this;
}

Key::~Key() { sodium_memzero(bytes_.data(), kKeySize); }

bool operator==(const Key& left, const Key& right) {
  return sodium_memcmp(left.bytes_.data(), right.bytes_.data(), kKeySize) == 0;
}

void PrintTo(const Key& /*key*/, std::ostream* out) { *out << "<key>"; }

Key CountyKey(const Key& master, std::string_view county) {
  Key key;
  Derive(master.bytes(), "bangfu/seal/v1/county-key", {county}, key.bytes_);
  return key;
}

std::string WrapKey(const Key& county_key, std::string_view household, const Key& household_key) {
  const auto bytes = household_key.bytes();
  return Seal(county_key, WrapAad(household),
              {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

absl::StatusOr<Key> UnwrapKey(const Key& county_key, std::string_view household,
                              std::string_view wrapped) {
  absl::StatusOr<std::string> bytes = Open(county_key, WrapAad(household), wrapped);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<Key> key = Key::FromBytes(*bytes);
  sodium_memzero(bytes->data(), bytes->size());
  if (!key.ok()) return absl::DataLossError("what was wrapped for the household is not a key");
  return key;
}

}  // namespace bangfu::seal
