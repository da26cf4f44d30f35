#include "services/common/journal/merkle_proof.h"

#include <algorithm>
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

class MerkleProof : public testing::Test {
 protected:
  oracle::Leaves First(size_t count) const { return oracle::Leaves(leaves_).first(count); }
  Hash RootOf(size_t size) const { return oracle::Root(First(size)); }

  absl::Status Inclusion(uint64_t index, uint64_t size, const Proof& proof) const {
    return VerifyInclusion(leaves_[index], index, size, proof, RootOf(size));
  }
  absl::Status Consistency(uint64_t old_size, uint64_t new_size, const Proof& proof) const {
    return VerifyConsistency(old_size, RootOf(old_size), new_size, RootOf(new_size), proof);
  }

  const std::vector<Hash> leaves_ = oracle::SomeLeaves(kSizeMax);
  const SubtreeReader reader_ = oracle::ReaderOf(leaves_);
};

// `verify` has to refuse every proof that differs from `proof` in one bit, lacks a hash or has one
// more.
template <typename Verify>
void ExpectOnlyThisProof(const Proof& proof, Verify verify) {
  ASSERT_TRUE(verify(proof).ok());
  for (size_t bit = 0; bit < proof.size() * kHashSize * 8; ++bit) {
    Proof altered = proof;
    altered[bit / 256][bit / 8 % kHashSize] ^= static_cast<uint8_t>(1U << (bit % 8));
    ASSERT_EQ(verify(altered).code(), absl::StatusCode::kDataLoss) << bit;
  }
  for (size_t i = 0; i < proof.size(); ++i) {
    Proof shorter = proof;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(verify(shorter).code(), absl::StatusCode::kInvalidArgument);
  }
  for (const Hash& more : {Hash{}, Sha256("more"), proof.empty() ? Hash{} : proof.back()}) {
    Proof longer = proof;
    longer.push_back(more);
    EXPECT_EQ(verify(longer).code(), absl::StatusCode::kInvalidArgument);
    longer.pop_back();
    longer.insert(longer.begin(), more);
    EXPECT_EQ(verify(longer).code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(MerkleProof, EveryEntryOfEverySizeIsProvenByThePathOfTheDefinition) {
  for (size_t size = 1; size <= kSizeMax; ++size) {
    for (size_t index = 0; index < size; ++index) {
      const auto proof = InclusionProof(index, size, oracle::ReaderOf(First(size)));
      ASSERT_TRUE(proof.ok()) << proof.status();
      EXPECT_EQ(*proof, oracle::Path(index, First(size))) << index << " of " << size;
      EXPECT_TRUE(Inclusion(index, size, *proof).ok()) << Inclusion(index, size, *proof);
    }
  }
}

TEST_F(MerkleProof, EveryPairOfSizesIsProvenByTheSubproofOfTheDefinition) {
  for (size_t size = 1; size <= kSizeMax; ++size) {
    for (size_t old_size = 1; old_size <= size; ++old_size) {
      const auto proof = ConsistencyProof(old_size, size, oracle::ReaderOf(First(size)));
      ASSERT_TRUE(proof.ok()) << proof.status();
      EXPECT_EQ(*proof, oracle::Subproof(old_size, First(size), true)) << old_size << " " << size;
      EXPECT_TRUE(Consistency(old_size, size, *proof).ok()) << Consistency(old_size, size, *proof);
    }
  }
}

TEST_F(MerkleProof, AnAlteredInclusionProofIsRefused) {
  for (const size_t size : {1, 2, 5, 8, 13}) {
    for (size_t index = 0; index < size; ++index) {
      ExpectOnlyThisProof(*InclusionProof(index, size, reader_),
                          [&](const Proof& proof) { return Inclusion(index, size, proof); });
    }
  }
}

TEST_F(MerkleProof, AnAlteredConsistencyProofIsRefused) {
  for (const size_t size : {1, 2, 5, 8, 13}) {
    for (size_t old_size = 1; old_size <= size; ++old_size) {
      ExpectOnlyThisProof(*ConsistencyProof(old_size, size, reader_),
                          [&](const Proof& proof) { return Consistency(old_size, size, proof); });
    }
  }
}

TEST_F(MerkleProof, AProofIsOfItsIndexOnly) {
  const size_t size = 21;
  for (size_t index = 0; index < size; ++index) {
    const Proof proof = *InclusionProof(index, size, reader_);
    for (size_t other = 0; other < size; ++other) {
      const absl::Status status = VerifyInclusion(leaves_[index], other, size, proof, RootOf(size));
      EXPECT_EQ(status.ok(), other == index) << index << " as " << other;
    }
  }
}

TEST_F(MerkleProof, ARewrittenLogIsNotConsistent) {
  std::vector<Hash> rewritten = leaves_;
  rewritten[3] = LeafHash("another entry");
  const Hash root = oracle::Root(oracle::Leaves(rewritten).first(40));
  const Proof proof = *ConsistencyProof(20, 40, oracle::ReaderOf(rewritten));
  EXPECT_EQ(VerifyConsistency(20, RootOf(20), 40, root, proof).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(VerifyConsistency(20, RootOf(20), 20, root, {}).code(), absl::StatusCode::kDataLoss);
}

TEST_F(MerkleProof, WhatNoLogCouldShowIsRefused) {
  const Hash root = RootOf(5);
  const auto refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(VerifyInclusion(root, 0, 0, {}, EmptyRoot()).code(), refused);
  EXPECT_EQ(VerifyInclusion(leaves_[5], 5, 5, {}, root).code(), refused);
  EXPECT_EQ(VerifyInclusion(root, 0, kTreeSizeMax + 1, {}, root).code(), refused);
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 5, root, {}).code(), refused);
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 0, EmptyRoot(), {}).code(), refused);
  EXPECT_EQ(VerifyConsistency(6, root, 5, root, {}).code(), refused);
  EXPECT_EQ(VerifyConsistency(1, root, UINT64_MAX, root, {}).code(), refused);

  EXPECT_EQ(InclusionProof(0, 0, reader_).status().code(), refused);
  EXPECT_EQ(InclusionProof(5, 5, reader_).status().code(), refused);
  EXPECT_EQ(ConsistencyProof(0, 5, reader_).status().code(), refused);
  EXPECT_EQ(ConsistencyProof(6, 5, reader_).status().code(), refused);
  EXPECT_EQ(RootAt(kTreeSizeMax + 1, reader_).status().code(), refused);
}

TEST_F(MerkleProof, TheReasonIsGiven) {
  EXPECT_EQ(VerifyInclusion(leaves_[0], 7, 7, {}, RootOf(7)).message(),
            "there is no entry 7 in a log of 7 entries");
  EXPECT_EQ(VerifyInclusion(leaves_[0], 0, 7, {}, RootOf(7)).message(),
            "found a proof of 0 hashes, expected 3");
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 7, RootOf(7), {}).message(),
            "no proof leads from a log of 0 entries to one of 7");
}

TEST_F(MerkleProof, AnEarlierLogIsReadFromItsSubtrees) {
  CompactRange range;
  for (size_t size = 0; size < kSizeMax; ++size) {
    const auto at = RangeAt(size, reader_);
    ASSERT_TRUE(at.ok()) << at.status();
    EXPECT_EQ(*at, range);
    EXPECT_EQ(*RootAt(size, reader_), RootOf(size));
    range.Append(leaves_[size]);
  }
}

TEST_F(MerkleProof, WhatAProofReadsIsKnownBefore) {
  for (size_t size = 1; size <= kSizeMax; ++size) {
    for (size_t index = 0; index < size; ++index) {
      std::vector<std::pair<int, uint64_t>> read;
      const SubtreeReader noting = [&](int level, uint64_t at) {
        read.emplace_back(level, at);
        return reader_(level, at);
      };
      ASSERT_TRUE(InclusionProof(index, size, noting).ok());
      auto known = InclusionSubtrees(index, size);
      std::sort(read.begin(), read.end());
      std::sort(known.begin(), known.end());
      ASSERT_EQ(known, read) << index << " in " << size;
    }
  }
  EXPECT_TRUE(InclusionSubtrees(5, 5).empty());
}

TEST_F(MerkleProof, AnErrorOfTheReaderIsPassedOn) {
  const SubtreeReader broken = [](int, uint64_t) { return absl::DataLossError("disk"); };
  EXPECT_EQ(InclusionProof(3, 7, broken).status(), absl::DataLossError("disk"));
  EXPECT_EQ(ConsistencyProof(3, 7, broken).status(), absl::DataLossError("disk"));
  EXPECT_EQ(RootAt(7, broken).status(), absl::DataLossError("disk"));
}

TEST_F(MerkleProof, AHugeLogsProofHasALengthThatCanBeChecked) {
  const SubtreeReader same = [](int level, uint64_t) { return LeafHash(std::to_string(level)); };
  const Hash root = *RootAt(kTreeSizeMax, same);
  for (const uint64_t index : {uint64_t{0}, kTreeSizeMax / 3, kTreeSizeMax - 1}) {
    const Proof proof = *InclusionProof(index, kTreeSizeMax, same);
    EXPECT_LE(proof.size(), kProofLengthMax);
    const absl::Status status = VerifyInclusion(LeafHash("0"), index, kTreeSizeMax, proof, root);
    EXPECT_NE(status.code(), absl::StatusCode::kInvalidArgument) << status;
  }
}

TEST(ParseProof, RefusesWhatIsNotHashes) {
  const std::string hash(kHashSize, 'x');
  EXPECT_EQ(ParseProof(std::vector<std::string>{hash, hash})->size(), 2);
  EXPECT_TRUE(ParseProof(std::vector<std::string>{})->empty());
  EXPECT_FALSE(ParseProof(std::vector<std::string>{hash, hash.substr(1)}).ok());
  EXPECT_FALSE(ParseProof(std::vector<std::string>{hash + "x"}).ok());
  EXPECT_TRUE(ParseProof(std::vector<std::string>(kProofLengthMax, hash)).ok());
  EXPECT_FALSE(ParseProof(std::vector<std::string>(kProofLengthMax + 1, hash)).ok());
}

RC_GTEST_PROP(MerkleProofProperty, MadeUpProofsAreRefused, (uint64_t one, uint64_t other)) {
  const Proof proof(*rc::gen::inRange<size_t>(0, 70), Sha256("made up"));
  const Hash root = Sha256("root");
  RC_ASSERT(!VerifyInclusion(Hash{}, one, other, proof, root).ok());
  RC_ASSERT(!VerifyConsistency(one, Hash{}, other, root, proof).ok());
}

}  // namespace
}  // namespace bangfu::journal
