#include "services/common/seal/entropy.h"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace bangfu::seal {
namespace {

using Bytes = std::array<uint8_t, 32>;

Bytes Take(Entropy& entropy, std::string_view purpose) {
  Bytes bytes{};
  entropy.Fill(bytes, purpose);
  return bytes;
}

TEST(SystemEntropy, NeverRepeats) {
  SystemEntropy entropy;
  EXPECT_NE(Take(entropy, "a"), Take(entropy, "a"));
}

TEST(SeededEntropy, DependsOnSeedAndPurposeAndNotOnOrder) {
  SeededEntropy one("demo");
  SeededEntropy other("demo");
  const Bytes a = Take(one, "a");
  const Bytes b = Take(one, "b");
  EXPECT_NE(a, b);
  EXPECT_EQ(Take(other, "b"), b);
  EXPECT_EQ(Take(other, "a"), a);
  EXPECT_EQ(Take(other, "a"), a);
  SeededEntropy foreign("demo2");
  EXPECT_NE(Take(foreign, "a"), a);
}

}  // namespace
}  // namespace bangfu::seal
