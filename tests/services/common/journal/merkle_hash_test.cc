#include "services/common/journal/merkle_hash.h"

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace bangfu::journal {
namespace {

TEST(MerkleHash, KnowsThePublishedValues) {
  EXPECT_EQ(ToHex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(LeafHash("")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(ToHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(MerkleHash, ALeafIsNeverTakenForANode) {
  const Hash left = Sha256("left");
  const Hash right = Sha256("right");
  const std::string both = std::string(HashBytes(left)).append(HashBytes(right));
  EXPECT_EQ(NodeHash(left, right), Sha256("\x01" + both));
  EXPECT_EQ(LeafHash(both), Sha256(std::string(1, '\0') + both));
  EXPECT_NE(NodeHash(left, right), NodeHash(right, left));
}

TEST(MerkleHash, AnyOtherNumberOfBytesIsNoHash) {
  const Hash hash = Sha256("x");
  EXPECT_EQ(*HashFromBytes(HashBytes(hash)), hash);
  EXPECT_EQ(HashFromBytes(std::string(31, 'x')).status(),
            absl::InvalidArgumentError("found a hash of 31 bytes, expected 32"));
  EXPECT_FALSE(HashFromBytes(std::string(33, 'x')).ok());
  EXPECT_FALSE(HashFromBytes("").ok());
}

TEST(MerkleHash, ThreadsHashSideBySide) {
  constexpr int kThreads = 4;
  std::latch start(kThreads);
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&start, &wrong, entry = std::string(100, static_cast<char>('a' + i))] {
        start.arrive_and_wait();
        const Hash expected = LeafHash(entry);
        for (int repeat = 0; repeat < 20000; ++repeat) wrong += LeafHash(entry) != expected;
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bangfu::journal
