#include "services/common/journal/merkle_range.h"

#include <bit>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/journal/merkle_oracle.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::journal {
namespace {

using oracle::kSizeMax;

CompactRange RangeOf(oracle::Leaves leaves) {
  CompactRange range;
  for (const Hash& leaf : leaves) range.Append(leaf);
  return range;
}

TEST(CompactRange, HasThePublishedRoots) {
  const std::map<uint64_t, std::string> roots = {
      {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}};
  const std::string entries[] = {"",         std::string(1, '\0'), "\x10",     "\x20\x21",
                                 "\x30\x31", "\x40\x41\x42\x43",   "PQRSTUVW", "`abcdefghijklmno"};
  CompactRange range;
  EXPECT_EQ(ToHex(range.Root()), roots.at(0));
  for (const std::string& entry : entries) {
    range.Append(LeafHash(entry));
    if (const auto root = roots.find(range.size()); root != roots.end()) {
      EXPECT_EQ(ToHex(range.Root()), root->second) << range.size();
    }
  }
}

TEST(CompactRange, HasTheRootOfTheDefinitionAtEverySize) {
  const std::vector<Hash> leaves = oracle::SomeLeaves(kSizeMax);
  CompactRange range;
  for (size_t size = 0; size < kSizeMax; ++size) {
    EXPECT_EQ(range.size(), size);
    EXPECT_EQ(range.Root(), oracle::Root(oracle::Leaves(leaves).first(size))) << size;
    range.Append(leaves[size]);
  }
}

TEST(CompactRange, TellsEachSubtreeOnceWhenItIsComplete) {
  const std::vector<Hash> leaves = oracle::SomeLeaves(kSizeMax);
  CompactRange range;
  for (size_t size = 1; size <= kSizeMax; ++size) {
    int expected_level = 0;
    range.Append(leaves[size - 1], [&](int level, uint64_t index, const Hash& hash) {
      EXPECT_EQ(level, expected_level++);
      EXPECT_EQ((index + 1) << level, size);
      const size_t count = size_t{1} << level;
      EXPECT_EQ(hash, oracle::Root(oracle::Leaves(leaves).subspan(index * count, count)));
    });
    EXPECT_EQ(expected_level, std::countr_zero(size) + 1);
  }
}

TEST(CompactRange, GoesOnAfterBeingStored) {
  const std::vector<Hash> leaves = oracle::SomeLeaves(kSizeMax);
  CompactRange range;
  for (const Hash& leaf : leaves) {
    absl::StatusOr<CompactRange> stored = CompactRange::Parse(range.size(), range.Serialize());
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_EQ(*stored, range);
    range = *std::move(stored);
    range.Append(leaf);
  }
  EXPECT_EQ(range, RangeOf(leaves));
}

TEST(CompactRange, BytesThatDoNotFitTheSizeAreRefused) {
  const std::string bytes(3 * kHashSize, 'x');
  EXPECT_TRUE(CompactRange::Parse(7, bytes).ok());
  EXPECT_TRUE(CompactRange::Parse(0, "").ok());
  EXPECT_EQ(CompactRange::Parse(8, bytes).status().message(),
            "found a log's right edge of 96 bytes, expected 32 for a log of 8 entries");
  EXPECT_FALSE(CompactRange::Parse(7, bytes.substr(1)).ok());
  EXPECT_FALSE(CompactRange::Parse(7, bytes + "x").ok());
  EXPECT_FALSE(CompactRange::Parse(0, bytes).ok());
  EXPECT_FALSE(CompactRange::Parse(kTreeSizeMax + 1, bytes.substr(0, kHashSize)).ok());
}

RC_GTEST_PROP(CompactRangeProperty, AnyBytesAreReadOrRefused, (uint64_t size)) {
  const std::string bytes = *text::AnyBytes();
  const auto range = CompactRange::Parse(size, bytes);
  if (range.ok()) RC_ASSERT(range->Serialize() == bytes);
}

}  // namespace
}  // namespace bangfu::journal
