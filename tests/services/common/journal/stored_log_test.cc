// The stored log against the mathematics: what the appender keeps is what proofs are made of.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/journal/appender.h"
#include "services/common/journal/follow_position.h"
#include "services/common/journal/journal_reader.h"
#include "services/common/journal/merkle.h"
#include "services/common/journal/prove.h"
#include "services/common/journal/subtrees.h"
#include "services/common/sql/transaction.h"
#include "services/common/status/errors.h"
#include "tests/services/common/journal/journal_database.h"

namespace bangfu::journal {
namespace {

class StoredLogTest : public ::testing::Test, protected JournalDatabase {
 protected:
  std::vector<Hash> Leaves(const std::string& county) {
    std::vector<Hash> leaves;
    EXPECT_TRUE(ReadEntries(connection(), county, 0, 1 << 20, [&leaves](std::string_view entry) {
                  leaves.push_back(LeafHash(entry));
                }).ok());
    return leaves;
  }

  Hash RootOf(std::span<const Hash> leaves) {
    CompactRange range;
    for (const Hash& leaf : leaves) range.Append(leaf);
    return range.Root();
  }

  Hash HeadRoot(const std::string& county) {
    return *HashFromBytes(ReadTreeHead(connection(), "projects", county)->root_hash());
  }

  // Each is run once, or for many keys in one go.
  uint64_t StatementsLent() {
    const sql::StatementCacheStats& stats = connection().statement_cache_stats();
    return stats.hits + stats.prepared;
  }

  absl::StatusOr<v1::ProveInclusionResponse> Prove(std::vector<int64_t> seqs, int64_t tree_size) {
    v1::ProveInclusionRequest request;
    request.set_county("510524");
    request.set_tree_size(tree_size);
    request.mutable_seqs()->Assign(seqs.begin(), seqs.end());
    v1::ProveInclusionResponse response;
    absl::Status status = ProveInclusion(connection(), request, response);
    if (!status.ok()) return status;
    return response;
  }
};

TEST_F(StoredLogTest, HeadIsTheRootOverTheEntries) {
  Append("510524", 300);
  const std::vector<Hash> leaves = Leaves("510524");
  ASSERT_EQ(leaves.size(), 300u);
  EXPECT_EQ(HeadRoot("510524"), RootOf(leaves));
}

TEST_F(StoredLogTest, EntriesSayWhoWhenWhatAndWhere) {
  Append("510524", 2);
  v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(**ReadEntry(connection(), "510524", 1)));
  EXPECT_EQ(entry.journal(), "projects");
  EXPECT_EQ(entry.county(), "510524");
  EXPECT_EQ(entry.seq(), 1);
  EXPECT_EQ(entry.recorded_at().seconds(), 1609459200);
  EXPECT_EQ(entry.actor(), "loopback");
  EXPECT_EQ(entry.request_id(), "r1");
  EXPECT_EQ(entry.event(), "event 1");
}

TEST_F(StoredLogTest, AppendingInPiecesGivesTheSameLog) {
  Append("510524", 600);
  for (const int piece : {1, 254, 1, 1, 255, 88}) Append("610826", piece);
  EXPECT_EQ(Leaves("510524").size(), Leaves("610826").size());
  EXPECT_EQ(HeadRoot("610826"), RootOf(Leaves("610826")));
}

TEST_F(StoredLogTest, CountiesHaveLogsOfTheirOwn) {
  Append("510524", 3);
  Append("610826", 5);
  const auto heads = *ListTreeHeads(connection(), "projects");
  ASSERT_EQ(heads.size(), 2u);
  EXPECT_EQ(heads[0].county(), "510524");
  EXPECT_EQ(heads[0].size(), 3);
  EXPECT_EQ(heads[1].county(), "610826");
  EXPECT_EQ(heads[1].size(), 5);
}

TEST_F(StoredLogTest, ACountyWithoutALogHasTheEmptyRoot) {
  EXPECT_EQ(ReadTreeHead(connection(), "projects", "510524")->size(), 0);
  EXPECT_EQ(HeadRoot("510524"), EmptyRoot());
}

TEST_F(StoredLogTest, EveryEntryIsProvenInEveryTreeAroundTheKeptLevels) {
  Append("510524", 70000);  // beyond 2^16, so that two kept levels take part
  const std::vector<Hash> leaves = Leaves("510524");
  for (const int64_t size : {1, 2, 255, 256, 257, 511, 512, 65535, 65536, 65537, 70000}) {
    const Hash root = RootOf(std::span(leaves).first(size));
    const std::vector<int64_t> seqs = {0, size / 3, size / 2, size - 1};
    const auto response = Prove(seqs, size);
    ASSERT_TRUE(response.ok()) << response.status();
    for (const v1::ProvenEntry& proven : response->proven_entries()) {
      EXPECT_TRUE(VerifyInclusion(LeafHash(proven.entry()), proven.seq(), size,
                                  *ParseProof(proven.audit_path()), root)
                      .ok())
          << proven.seq() << " in " << size;
    }
  }
}

// Each is a way to a server, and back.
TEST_F(StoredLogTest, AThousandProofsAskTheDatabaseSomeTimes) {
  Append("510524", 5000);
  std::vector<int64_t> seqs;
  for (int64_t seq = 4; seq < 5000; seq += 5) seqs.push_back(seq);
  const uint64_t before = StatementsLent();
  const auto response = Prove(seqs, 5000);
  EXPECT_LE(StatementsLent() - before, 25u);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->proven_entries_size(), static_cast<int>(seqs.size()));
  const Hash root = RootOf(Leaves("510524"));
  for (int i = 0; i < response->proven_entries_size(); ++i) {
    const v1::ProvenEntry& proven = response->proven_entries(i);
    EXPECT_EQ(proven.seq(), seqs[static_cast<size_t>(i)]);
    EXPECT_TRUE(VerifyInclusion(LeafHash(proven.entry()), proven.seq(), 5000,
                                *ParseProof(proven.audit_path()), root)
                    .ok())
        << proven.seq();
  }
}

TEST_F(StoredLogTest, ManyEntriesAreReferredToInTheOrderAskedFor) {
  Append("510524", 3);
  Append("610826", 1);
  const uint64_t before = StatementsLent();
  const auto refs = ReadEntryRefs(connection(), "projects",
                                  {{"610826", 0}, {"510524", 2}, {"510524", 0}, {"510524", 2}});
  EXPECT_EQ(StatementsLent() - before, 1u);
  ASSERT_TRUE(refs.ok()) << refs.status();
  const std::vector<Hash> leaves = Leaves("510524");
  std::vector<std::string> found;
  for (const v1::EntryRef& ref : *refs) {
    found.push_back(absl::StrCat(ref.journal(), " ", ref.county(), " ", ref.seq()));
  }
  EXPECT_THAT(found, testing::ElementsAre("projects 610826 0", "projects 510524 2",
                                          "projects 510524 0", "projects 510524 2"));
  EXPECT_EQ((*refs)[1].leaf_hash(), HashBytes(leaves[2]));
  EXPECT_EQ((*refs)[2].leaf_hash(), HashBytes(leaves[0]));
  EXPECT_EQ(ReadEntryRefs(connection(), "projects", {{"510524", 0}, {"510524", 3}}).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(StoredLogTest, HeadsOfManyCountiesAreAskedForTogether) {
  Append("510524", 3);
  Append("610826", 5);
  std::vector<std::string> counties = {"610826"};
  for (int county = 510500; county < 511100; ++county) counties.push_back(std::to_string(county));
  const uint64_t before = StatementsLent();
  const auto heads = ReadTreeHeads(connection(), "projects", counties);
  EXPECT_EQ(StatementsLent() - before, 1u);
  ASSERT_EQ(heads->size(), 2u);
  EXPECT_EQ((*heads)[0].county(), "610826");
  EXPECT_EQ((*heads)[0].size(), 5);
  EXPECT_EQ((*heads)[1].DebugString(),
            ReadTreeHead(connection(), "projects", "510524")->DebugString());
}

TEST_F(StoredLogTest, EarlierHeadsAreConsistentWithLaterOnes) {
  Append("510524", 700);
  const std::vector<Hash> leaves = Leaves("510524");
  for (const int64_t old_size : {1, 255, 256, 300, 512, 699, 700}) {
    v1::ProveConsistencyRequest request;
    request.set_county("510524");
    request.set_old_size(old_size);
    request.set_new_size(700);
    v1::ProveConsistencyResponse response;
    ASSERT_TRUE(ProveConsistency(connection(), request, response).ok());
    EXPECT_TRUE(VerifyConsistency(old_size, RootOf(std::span(leaves).first(old_size)), 700,
                                  RootOf(leaves), *ParseProof(response.path()))
                    .ok())
        << old_size;
  }
}

TEST_F(StoredLogTest, WhatIsNotInTheLogIsNotProven) {
  Append("510524", 10);
  EXPECT_EQ(Prove({10}, 10).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Prove({-1}, 10).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Prove({0}, 11).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Prove({0}, 0).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Prove(std::vector<int64_t>(1001, 0), 10).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// As logs are that were begun when other levels were stored.
TEST_F(StoredLogTest, WhatIsNotStoredOfTheTreeIsFoldedFromBelow) {
  Append("510524", 5000);
  const Hash root = RootOf(Leaves("510524"));
  for (const char* lost : {"level % 8 <> 0", "level = 8 AND position < 5", "1 = 1"}) {
    ASSERT_TRUE(connection().Execute(absl::StrCat("DELETE FROM journal_node WHERE ", lost)).ok());
    const auto response = Prove({0, 1300, 4999}, 5000);
    ASSERT_TRUE(response.ok()) << response.status();
    for (const v1::ProvenEntry& proven : response->proven_entries()) {
      EXPECT_TRUE(VerifyInclusion(LeafHash(proven.entry()), proven.seq(), 5000,
                                  *ParseProof(proven.audit_path()), root)
                      .ok())
          << proven.seq() << " without those of " << lost;
    }
  }
}

TEST_F(StoredLogTest, ALostLeafIsDataLoss) {
  Append("510524", 300);
  ASSERT_TRUE(connection().Execute("DELETE FROM journal_entry WHERE seq = 298").ok());
  EXPECT_EQ(Prove({299}, 300).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(StoredLogTest, ATornHeadIsDataLoss) {
  Append("510524", 3);
  ASSERT_TRUE(connection()
                  .Prepare("UPDATE journal_head SET right_edge = ?1")
                  ->Bind(1, sql::Blob(std::string_view("torn")))
                  .Run()
                  .ok());
  const auto appender = Appender::Open(connection(), Stamp("510524"));
  EXPECT_EQ(appender.status().code(), absl::StatusCode::kDataLoss);
}

// An executor runs a job again that the database has failed.
TEST_F(StoredLogTest, ListThatWasRefusedAFollowerIsAskedForAgain) {
  Append("510524", 3);
  absl::StatusOr<FollowPosition> position = FollowPosition::Make("projects", {});
  ASSERT_TRUE(position.ok()) << position.status();
  v1::StreamEntriesResponse message;
  ASSERT_EQ(connection().Execute("ALTER TABLE journal_head RENAME TO hidden"), absl::OkStatus());
  EXPECT_FALSE(position->Next(connection(), message).ok());
  ASSERT_EQ(connection().Execute("ALTER TABLE hidden RENAME TO journal_head"), absl::OkStatus());
  const absl::StatusOr<bool> found = position->Next(connection(), message);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(*found);
  EXPECT_EQ(message.entries_size(), 3);
}

}  // namespace
}  // namespace bangfu::journal
