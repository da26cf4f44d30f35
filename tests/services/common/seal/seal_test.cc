#include "services/common/seal/seal.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/seal/entropy.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::seal {
namespace {

constexpr std::string_view kAad = "counties/510524/households/H0001";

Key TestKey(std::string_view purpose) {
  SeededEntropy entropy("seal_test");
  return Key::Generate(entropy, purpose);
}

TEST(Seal, OpensToWhatWasSealed) {
  const Key key = TestKey("a");
  for (const std::string& plaintext :
       {std::string(), std::string("刘安富"), std::string(5000, 'x')}) {
    const std::string sealed = Seal(key, kAad, plaintext);
    EXPECT_EQ(sealed.size(), plaintext.size() + kSealOverhead);
    EXPECT_EQ(*Open(key, kAad, sealed), plaintext);
  }
}

TEST(Seal, SameContentSealsToTheSameBytes) {
  EXPECT_EQ(Seal(TestKey("a"), kAad, "x"), Seal(TestKey("a"), kAad, "x"));
}

TEST(Seal, EachOfKeyAadAndPlaintextChangesTheNonce) {
  const auto nonce = [](const std::string& sealed) { return sealed.substr(0, 24); };
  const std::string nonces[] = {
      nonce(Seal(TestKey("a"), "ab", "c")), nonce(Seal(TestKey("b"), "ab", "c")),
      nonce(Seal(TestKey("a"), "a", "bc")), nonce(Seal(TestKey("a"), "ab", "d")),
      nonce(Seal(TestKey("a"), "", "abc")), nonce(Seal(TestKey("a"), "abc", ""))};
  for (const std::string& one : nonces) {
    for (const std::string& other : nonces) EXPECT_EQ(one == other, &one == &other);
  }
}

TEST(Seal, AnyAlteredBitIsNoticed) {
  const Key key = TestKey("a");
  const std::string sealed = Seal(key, kAad, "刘安富");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string altered = sealed;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_EQ(Open(key, kAad, altered).status().code(), absl::StatusCode::kDataLoss) << bit;
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(Open(key, kAad, sealed.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(Open(key, kAad, sealed + '\0').ok());
}

TEST(Seal, OpensOnlyWithItsKeyForItsRecord) {
  const std::string sealed = Seal(TestKey("a"), kAad, "x");
  EXPECT_FALSE(Open(TestKey("b"), kAad, sealed).ok());
  EXPECT_FALSE(Open(TestKey("a"), "counties/510524/households/H0002", sealed).ok());
}

// Entries that were sealed years ago have to open: this is what version 1 makes of fixed input.
TEST(Seal, StaysAsItIsAcrossVersions) {
  const Key key = *Key::FromBytes(std::string(32, 'k'));
  const std::string sealed = Seal(key, "aad", "plaintext");
  std::string hex;
  for (const char c : sealed) {
    static constexpr char kDigits[] = "0123456789abcdef";
    hex += {kDigits[static_cast<uint8_t>(c) >> 4], kDigits[c & 0xF]};
  }
  EXPECT_EQ(hex,
            "1485b3e37cdf639c7a2ea698563580975034e8e58b07bba8e965bcc34041b0b5"
            "6f0140679868b0be0af9c5a7b9544851e9");
}

RC_GTEST_PROP(SealProperty, AnyBytesComeBackAndForeignOnesAreRefused, ()) {
  const Key key = TestKey("a");
  const std::string aad = *text::AnyBytes();
  const std::string plaintext = *text::AnyBytes();
  RC_ASSERT(*Open(key, aad, Seal(key, aad, plaintext)) == plaintext);
  RC_ASSERT(!Open(key, aad, plaintext).ok());
}

}  // namespace
}  // namespace bangfu::seal
