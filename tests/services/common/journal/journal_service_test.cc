// The journal's gRPC face over a real server: streams that follow, end, refuse and drain.
#include "services/common/journal/journal_service.h"

#include <future>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/journal/commit_signal.h"
#include "services/common/journal/follow_position.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/common/sql/executor.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/status/errors.h"
#include "tests/services/common/journal/journal_database.h"

namespace bangfu::journal {
namespace {

using ::testing::ElementsAre;

class OnlyJournal final : public server::ServiceSet {
 public:
  OnlyJournal(server::Admission& admission, sql::Executor& executor, CommitSignal& signal,
              HeadWatch& heads)
      : signal_(signal), heads_(heads), face_("projects", admission, executor, signal, heads) {}
  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&face_); }
  void BeginDrain() override {
    signal_.Close();
    heads_.Close();
  }

 private:
  CommitSignal& signal_;
  HeadWatch& heads_;
  JournalServiceFace face_;
};

class JournalServiceTest : public ::testing::Test, protected JournalDatabase {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<sql::Executor>> executor =
        sql::Executor::Start(factory(), {.on_commit = [this] { signal_.Notify(); }});
    ASSERT_TRUE(executor.ok()) << executor.status();
    executor_ = *std::move(executor);
    server::ProcessOptions options;
    options.address = "127.0.0.1:0";
    auto running = server::RunningServer::Start(
        options, std::make_unique<OnlyJournal>(admission_, *executor_, signal_, heads_));
    ASSERT_TRUE(running.ok()) << running.status();
    server_ = *std::move(running);
    stub_ = v1::JournalService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  // Appends through the executor, as services do.
  void Commit(const std::string& county, int count) {
    std::promise<absl::Status> done;
    ASSERT_TRUE(executor_
                    ->Write(
                        {},
                        [&](sql::Connection& connection) {
                          AppendTo(connection, county, count);
                          return absl::OkStatus();
                        },
                        [&done](absl::Status status) { done.set_value(std::move(status)); })
                    .ok());
    ASSERT_TRUE(done.get_future().get().ok());
  }

  struct Call {
    Call() { context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30)); }
    grpc::ClientContext context;
    v1::StreamEntriesRequest request;
  };

  // Reads until `count` entries have come; "county:seq" of each.
  static std::vector<std::string> ReadEntries(grpc::ClientReader<v1::StreamEntriesResponse>& reader,
                                              size_t count) {
    std::vector<std::string> seen;
    v1::StreamEntriesResponse message;
    while (seen.size() < count && reader.Read(&message)) {
      for (int i = 0; i < message.entries_size(); ++i) {
        seen.push_back(message.county() + ":" + std::to_string(message.first_seq() + i));
      }
    }
    return seen;
  }

  static absl::Status End(grpc::ClientReader<v1::StreamEntriesResponse>& reader) {
    v1::StreamEntriesResponse message;
    while (reader.Read(&message)) {
    }
    return server::FromGrpcStatus(reader.Finish());
  }

  CommitSignal signal_;
  // Nobody watched before; a lease that no test outlives by accident.
  HeadWatch heads_{absl::Seconds(30), absl::InfinitePast()};
  server::Admission admission_{{}};
  std::unique_ptr<sql::Executor> executor_;
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<v1::JournalService::Stub> stub_;
};

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
  EXPECT_EQ(admission_.calls_in_flight(), 1);
  call.context.TryCancel();
  EXPECT_EQ(End(*reader).code(), absl::StatusCode::kCancelled);
  server_->Drain(absl::Seconds(10));
  EXPECT_EQ(admission_.calls_in_flight(), 0);
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
  EXPECT_EQ(admission_.calls_in_flight(), 0);
}

class WatchHeadsTest : public JournalServiceTest {
 protected:
  using Stream = grpc::ClientReaderWriter<v1::WatchHeadsRequest, v1::WatchHeadsResponse>;

  static v1::JournalPosition Position(const std::string& county, int64_t size) {
    v1::JournalPosition position;
    position.set_county(county);
    position.set_size(size);
    return position;
  }
  static void Acknowledge(Stream& stream, int64_t version) {
    v1::WatchHeadsRequest request;
    request.set_acknowledged_version(version);
    ASSERT_TRUE(stream.Write(request));
  }
  // The next answer that has positions; "county:size" of each.
  static std::vector<std::string> ReadMoved(Stream& stream, v1::WatchHeadsResponse& response) {
    std::vector<std::string> moved;
    while (moved.empty() && stream.Read(&response)) {
      for (const v1::JournalPosition& position : response.positions()) {
        moved.push_back(position.county() + ":" + std::to_string(position.size()));
      }
    }
    return moved;
  }
};

TEST_F(WatchHeadsTest, AllHeadsComeAndThenThoseThatMoveBeforeTheWriteIsAnswered) {
  Commit("510524", 3);
  Call call;
  const auto stream = stub_->WatchHeads(&call.context);
  Acknowledge(*stream, 0);
  v1::WatchHeadsResponse response;
  EXPECT_THAT(ReadMoved(*stream, response), ElementsAre("510524:3"));
  std::promise<void> answered;
  std::future<void> answer = answered.get_future();
  heads_.Announce(Position("610826", 1), [&answered] { answered.set_value(); });
  EXPECT_THAT(ReadMoved(*stream, response), ElementsAre("610826:1"));
  EXPECT_EQ(answer.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  Acknowledge(*stream, response.version());
  answer.wait();
  call.context.TryCancel();
}

TEST_F(WatchHeadsTest, EachRenewalIsTakenIn) {
  Call call;
  const auto stream = stub_->WatchHeads(&call.context);
  v1::WatchHeadsResponse response;
  for (int count = 0; response.renewal_count() < 3; ++count) {
    if (count < 3) Acknowledge(*stream, 0);
    ASSERT_TRUE(stream->Read(&response));
  }
  EXPECT_EQ(response.lease_ms(), 30'000);
  call.context.TryCancel();
}

TEST_F(WatchHeadsTest, DrainEndsTheStream) {
  Call call;
  const auto stream = stub_->WatchHeads(&call.context);
  Acknowledge(*stream, 0);
  v1::WatchHeadsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  server_->Drain(absl::Seconds(10));
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(WatchHeadsTest, OneWatcherTooManyIsRefused) {
  std::vector<std::unique_ptr<Call>> calls;
  std::vector<std::unique_ptr<Stream>> streams;
  v1::WatchHeadsResponse response;
  for (int i = 0; i < HeadWatch::kWatchersMax; ++i) {
    calls.push_back(std::make_unique<Call>());
    streams.push_back(stub_->WatchHeads(&calls.back()->context));
    ASSERT_TRUE(streams.back()->Read(&response));
  }
  Call call;
  const auto stream = stub_->WatchHeads(&call.context);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(server::FromGrpcStatus(stream->Finish())), "TOO_MANY_WATCHERS");
  for (const auto& one : calls) one->context.TryCancel();
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
