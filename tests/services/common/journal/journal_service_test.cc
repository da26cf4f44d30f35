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
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/common/sql/executor.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/status/errors.h"
#include "tests/services/common/journal/journal_database.h"

namespace bangfu::journal {
namespace {

class OnlyJournal final : public server::ServiceSet {
 public:
  OnlyJournal(server::Admission& admission, sql::Executor& executor, CommitSignal& signal)
      : signal_(signal), face_("projects", admission, executor, signal) {}
  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&face_); }
  void BeginDrain() override { signal_.Close(); }

 private:
  CommitSignal& signal_;
  JournalServiceFace face_;
};

class JournalServiceTest : public ::testing::Test, protected JournalDatabase {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<sql::Executor>> executor =
        sql::Executor::Start(sql::SqliteFile(path()), {.on_commit = [this] { signal_.Notify(); }});
    ASSERT_TRUE(executor.ok()) << executor.status();
    executor_ = *std::move(executor);
    server::ProcessOptions options;
    options.address = "127.0.0.1:0";
    auto running = server::RunningServer::Start(
        options, std::make_unique<OnlyJournal>(admission_, *executor_, signal_));
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
  server::Admission admission_{{}};
  std::unique_ptr<sql::Executor> executor_;
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<v1::JournalService::Stub> stub_;
};

TEST_F(JournalServiceTest, WithoutFollowTheStreamEndsWithWhatStands) {
  Commit("510524", 1);
  Commit("610826", 2);
  Call call;
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  EXPECT_THAT(ReadEntries(*reader, 4), ::testing::ElementsAre("510524:0", "610826:0", "610826:1"));
  EXPECT_TRUE(End(*reader).ok());
}

TEST_F(JournalServiceTest, LongLogsComeInBoundedMessagesWithoutGaps) {
  Commit("510524", 1234);
  Call call;
  const auto reader = stub_->StreamEntries(&call.context, call.request);
  int64_t next = 0;
  v1::StreamEntriesResponse message;
  while (reader->Read(&message)) {
    EXPECT_LE(message.entries_size(), 500);
    EXPECT_EQ(message.first_seq(), next);
    next += message.entries_size();
  }
  EXPECT_EQ(next, 1234);
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
