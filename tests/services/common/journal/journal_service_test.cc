// The journal's gRPC face over a real server: streams that follow, end, refuse and drain.
#include "services/common/journal/journal_service.h"

#include <future>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/journal/follow_position.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/common/status/errors.h"
#include "tests/services/common/journal/served_journal.h"

namespace bangfu::journal {
namespace {

using ::testing::ElementsAre;
using JournalServiceTest = ServedJournal;

TEST_F(JournalServiceTest, StreamIsOfItsShardsAndOfCountiesThatComeLater) {
  Commit("510524", 2);  // 510524 mod 64 = 60
  Commit("610826", 2);  // 610826 mod 64 = 10
  Call call;
  call.request.set_follow(true);
  call.request.mutable_shards()->set_shard_count(64);
  for (const int shard : {9, 10}) call.request.mutable_shards()->add_shards(shard);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 2), ElementsAre("610826:0", "610826:1"));
  Commit("510524", 1);
  Commit("610825", 1);
  EXPECT_THAT(ReadEntries(*reader, 1), ElementsAre("610825:0"));
  call.context.TryCancel();
}

TEST_F(JournalServiceTest, StreamOfNoShardHasNoEntries) {
  Commit("510524", 2);
  Call call;
  call.request.mutable_shards()->set_shard_count(64);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 1), ElementsAre());
  EXPECT_EQ(End(*reader), absl::OkStatus());
}

TEST_F(JournalServiceTest, ShardsOutOfRangeAreRefused) {
  for (const auto& [count, shard] : {std::pair(0, 0), {1025, 0}, {64, 64}, {64, -1}}) {
    Call call;
    call.request.mutable_shards()->set_shard_count(count);
    call.request.mutable_shards()->add_shards(shard);
    const auto reader = stub_->StreamEntries(&call.context, call.request);
    const absl::Status status = End(*reader);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << count << "/" << shard;
  }
}

TEST_F(JournalServiceTest, WithoutFollowTheStreamEndsWithWhatStands) {
  Commit("510524", 1);
  Commit("610826", 2);
  Call call;
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 4), ::testing::ElementsAre("510524:0", "610826:0", "610826:1"));
  EXPECT_TRUE(End(*reader).ok());
}

TEST_F(JournalServiceTest, LongLogsComeInBoundedMessagesWithoutGaps) {
  constexpr int kEntries = 2 * kStreamEntriesMax + 234;
  Commit("510524", kEntries);
  Call call;
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  int64_t next = 0;
  v1::StreamEntriesResponse message;
  while (reader->Read(&message)) {
    EXPECT_LE(message.entries_size(), kStreamEntriesMax);
    EXPECT_EQ(message.first_seq(), next);
    next += message.entries_size();
  }
  EXPECT_EQ(next, kEntries);
}

TEST_F(JournalServiceTest, AFollowerGetsWhatIsCommittedLater) {
  Commit("510524", 1);
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 1), ::testing::ElementsAre("510524:0"));
  Commit("610826", 1);
  EXPECT_THAT(ReadEntries(*reader, 1), ::testing::ElementsAre("610826:0"));
  Commit("510524", 1);
  EXPECT_THAT(ReadEntries(*reader, 1), ::testing::ElementsAre("510524:1"));
}

TEST_F(JournalServiceTest, AStreamBeginsAtItsPositions) {
  Commit("510524", 5);
  Commit("610826", 1);
  Call call;
  v1::JournalPosition& from = *call.request.add_positions();
  from.set_county("510524");
  from.set_size(4);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 3), ::testing::ElementsAre("510524:4", "610826:0"));
}

TEST_F(JournalServiceTest, OnlyTheNamedCountiesAreSent) {
  Commit("510524", 1);
  Commit("610826", 1);
  Call call;
  call.request.add_counties("610826");
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 2), ::testing::ElementsAre("610826:0"));
}

TEST_F(JournalServiceTest, APositionBeyondTheLogIsRefused) {
  Commit("510524", 5);
  for (const std::string county : {"510524", "610826"}) {
    Call call;
    v1::JournalPosition& from = *call.request.add_positions();
    from.set_county(county);
    from.set_size(6);
    const absl::Status status = End(*stub_->StreamEntries(&call.context, call.request));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << county;
    EXPECT_EQ(ReasonOf(status), "POSITION_BEYOND_LOG") << county;
  }
}

TEST_F(JournalServiceTest, MalformedPositionsAreNamedByField) {
  Call call;
  v1::JournalPosition& from = *call.request.add_positions();
  from.set_county("51");
  call.request.add_counties("x");
  const absl::Status status = End(*stub_->StreamEntries(&call.context, call.request));
  EXPECT_EQ(ViolationsOf(status).size(), 2u) << status;
}

TEST_F(JournalServiceTest, AStreamWithoutADeadlineIsRefused) {
  grpc::ClientContext context;
  const absl::Status status = End(*stub_->StreamEntries(&context, {}));
  EXPECT_EQ(ReasonOf(status), "DEADLINE_REQUIRED") << status;
}

class FullJournalTest : public ServedJournal {
 protected:
  FullJournalTest() : ServedJournal({.calls_in_flight_max = 1, .streams_max = 1}) {}
};

TEST_F(FullJournalTest, StreamsTakeNoCallsPlace) {
  Commit("510524", 1);
  Call watching;
  const auto watch = stub_->WatchHeads(&watching.context);
  v1::WatchHeadsResponse heads;
  ASSERT_TRUE(watch->Read(&heads));
  Call following;
  following.request.set_follow(true);
  const auto follower = stub_->StreamEntries(&following.context, following.request);
  ReadEntries(*follower, 1);
  Call call;
  v1::ListTreeHeadsResponse response;
  EXPECT_TRUE(stub_->ListTreeHeads(&call.context, {}, &response).ok());
  watching.context.TryCancel();
  following.context.TryCancel();
}

TEST_F(FullJournalTest, OneStreamTooManyIsRefused) {
  Commit("510524", 1);
  Call first;
  first.request.set_follow(true);
  const auto follower = stub_->StreamEntries(&first.context, first.request);
  ReadEntries(*follower, 1);
  Call second;
  second.request.set_follow(true);
  const absl::Status refused = End(*stub_->StreamEntries(&second.context, second.request));
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted) << refused;
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_STREAMS") << refused;
  Call ending;  // it is a call
  EXPECT_EQ(End(*stub_->StreamEntries(&ending.context, ending.request)), absl::OkStatus());
  first.context.TryCancel();
}

class SharedJournalTest : public ServedJournal {
 protected:
  SharedJournalTest() : ServedJournal({.streams_max = 2, .forwarded_streams_max = 1}) {}
};

TEST_F(SharedJournalTest, GatewaysCallersLeaveAPlaceToOthers) {
  Commit("510524", 1);
  const auto follow = [this](Call& call, bool forwarded) {
    call.request.set_follow(true);
    if (forwarded) call.context.AddMetadata(server::kForwardedMetadata, "1");
    return stub_->StreamEntries(&call.context, call.request);
  };
  Call first, second, own;
  const auto follower = follow(first, true);
  ReadEntries(*follower, 1);
  EXPECT_EQ(ReasonOf(End(*follow(second, true))), "TOO_MANY_STREAMS");
  const auto own_follower = follow(own, false);
  ReadEntries(*own_follower, 1);
  first.context.TryCancel();
  own.context.TryCancel();
}

TEST_F(JournalServiceTest, DrainingEndsFollowers) {
  Commit("510524", 1);
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  ReadEntries(*reader, 1);
  server_->Drain(absl::Seconds(10));
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kUnavailable);
}

TEST_F(JournalServiceTest, ACancelledFollowerGivesItsPlaceBack) {
  Commit("510524", 1);
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  ReadEntries(*reader, 1);
  EXPECT_EQ(admission_.streams(), 1);
  call.context.TryCancel();
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kCancelled);
  server_->Drain(absl::Seconds(10));
  EXPECT_EQ(admission_.streams(), 0);
}

// After a round of several entries a follower waits for the next one instead of for a commit.
TEST_F(JournalServiceTest, ABusyFollowerGetsEverythingOnceAndInOrder) {
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  std::vector<std::string> expected;
  std::vector<std::string> seen;
  for (int i = 0; i < 20; ++i) {
    Commit("510524", 6);
    for (int seq = 6 * i; seq < 6 * (i + 1); ++seq) {
      expected.push_back("510524:" + std::to_string(seq));
    }
    if (i % 4 != 3) continue;  // several commits find it waiting
    const std::vector<std::string> more = ReadEntries(*reader, expected.size() - seen.size());
    seen.insert(seen.end(), more.begin(), more.end());
  }
  EXPECT_EQ(seen, expected);
}

// What is on its way to it fits into the windows of the transport; the rest stands in the journal.
TEST_F(JournalServiceTest, AFollowerThatReadsNothingHoldsUpNeitherTheWriterNorOthers) {
  constexpr int kCommits = 20;
  constexpr int kEntriesEach = 500;
  Call slow;
  slow.request.set_follow(true);
  const auto sleeper = stub_->StreamEntries(&slow.context, slow.request);
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  size_t seen = 0;
  for (int i = 0; i < kCommits; ++i) {
    Commit("510524", kEntriesEach);
    seen += ReadEntries(*reader, kEntriesEach).size();
  }
  EXPECT_EQ(seen, size_t{kCommits * kEntriesEach});
  // It is far behind by then, and lacks nothing when it wakes.
  v1::StreamEntriesResponse message;
  int64_t next = 0;
  while (next < kCommits * kEntriesEach && sleeper->Read(&message)) {
    ASSERT_EQ(message.first_seq(), next);
    next += message.entries_size();
  }
  EXPECT_EQ(next, kCommits * kEntriesEach);
}

TEST_F(JournalServiceTest, DrainingEndsABusyFollower) {
  Commit("510524", 20);
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  ReadEntries(*reader, 20);
  server_->Drain(absl::Seconds(10));
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kUnavailable);
}

TEST_F(JournalServiceTest, ACancelledBusyFollowerGivesItsPlaceBack) {
  Commit("510524", 20);
  Call call;
  call.request.set_follow(true);
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  ReadEntries(*reader, 20);
  call.context.TryCancel();
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kCancelled);
  server_->Drain(absl::Seconds(10));
  EXPECT_EQ(admission_.streams(), 0);
}

TEST_F(JournalServiceTest, HeadsComeWithTheServersVersion) {
  Commit("510524", 3);
  Call call;
  v1::ListTreeHeadsResponse response;
  ASSERT_TRUE(stub_->ListTreeHeads(&call.context, {}, &response).ok());
  ASSERT_EQ(response.tree_heads_size(), 1);
  EXPECT_EQ(response.tree_heads(0).journal(), "projects");
  EXPECT_EQ(response.tree_heads(0).size(), 3);
  EXPECT_EQ(response.server_version(), server::Version());
}

}  // namespace
}  // namespace bangfu::journal
