#include "tests/gateway/cli/test_log.h"

#include <gtest/gtest.h>

namespace bangfu::cli {

journal::v1::EntryRef TestLog::Append(const google::protobuf::Message& event) {
  journal::v1::Entry entry;
  entry.set_journal(journal_);
  entry.set_county(county_);
  entry.set_seq(static_cast<int64_t>(entries_.size()));
  entry.set_event(event.SerializeAsString());
  entries_.push_back(entry.SerializeAsString());
  const journal::Hash leaf = journal::LeafHash(entries_.back());
  range_.Append(leaf, [this](int level, uint64_t index, const journal::Hash& hash) {
    subtrees_[{level, index}] = hash;
  });
  journal::v1::EntryRef ref;
  ref.set_journal(journal_);
  ref.set_county(county_);
  ref.set_seq(entry.seq());
  ref.set_leaf_hash(std::string(journal::HashBytes(leaf)));
  return ref;
}

absl::StatusOr<journal::Hash> TestLog::Subtree(int level, uint64_t index) const {
  return subtrees_.at({level, index});
}

journal::v1::TreeHead TestLog::Head() const {
  return HeadAt(static_cast<int64_t>(entries_.size()));
}

journal::v1::TreeHead TestLog::HeadAt(int64_t size) const {
  const auto root = journal::RootAt(static_cast<uint64_t>(size), [this](int level, uint64_t index) {
    return Subtree(level, index);
  });
  EXPECT_TRUE(root.ok());
  journal::v1::TreeHead head;
  head.set_journal(journal_);
  head.set_county(county_);
  head.set_size(size);
  head.set_root_hash(std::string(journal::HashBytes(*root)));
  return head;
}

journal::v1::ProveInclusionResponse TestLog::Prove(const std::vector<int64_t>& seqs,
                                                   int64_t tree_size) const {
  journal::v1::ProveInclusionResponse response;
  for (const int64_t seq : seqs) {
    const auto proof = journal::InclusionProof(
        static_cast<uint64_t>(seq), static_cast<uint64_t>(tree_size),
        [this](int level, uint64_t index) { return Subtree(level, index); });
    EXPECT_TRUE(proof.ok());
    journal::v1::ProvenEntry& proven = *response.add_proven_entries();
    proven.set_seq(seq);
    proven.set_entry(entries_.at(static_cast<size_t>(seq)));
    for (const journal::Hash& hash : *proof) {
      proven.add_audit_path(std::string(journal::HashBytes(hash)));
    }
  }
  return response;
}

journal::v1::ProveConsistencyResponse TestLog::ProveConsistency(int64_t old_size,
                                                                int64_t new_size) const {
  const auto proof = journal::ConsistencyProof(
      static_cast<uint64_t>(old_size), static_cast<uint64_t>(new_size),
      [this](int level, uint64_t index) { return Subtree(level, index); });
  EXPECT_TRUE(proof.ok());
  journal::v1::ProveConsistencyResponse response;
  for (const journal::Hash& hash : *proof) {
    response.add_path(std::string(journal::HashBytes(hash)));
  }
  return response;
}

}  // namespace bangfu::cli
