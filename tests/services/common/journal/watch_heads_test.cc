// Watching heads over a real server: what is told, to whom, and until when.
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/journal/head_watch.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/services/common/journal/served_journal.h"

namespace bangfu::journal {
namespace {

using ::testing::ElementsAre;

class WatchHeadsTest : public ServedJournal {
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

// Commit() announces nothing, as another process on the database would not; only its bell rings.
TEST_F(WatchHeadsTest, HeadsThatOtherProcessesMoveAreToldWhenTheirBellRings) {
  heads_.WatchOthers(others_, *executor_, "projects");
  Commit("510524", 3);
  Call call;
  const auto stream = stub_->WatchHeads(&call.context);
  Acknowledge(*stream, 0);
  v1::WatchHeadsResponse response;
  EXPECT_THAT(ReadMoved(*stream, response), ElementsAre("510524:3"));
  Commit("610826", 2);
  others_.Notify();
  // All that this process has not told of before is news to it.
  EXPECT_THAT(ReadMoved(*stream, response), ElementsAre("510524:3", "610826:2"));
  Acknowledge(*stream, response.version());
  Commit("610826", 1);
  others_.Notify();
  EXPECT_THAT(ReadMoved(*stream, response), ElementsAre("610826:3"));
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

TEST_F(WatchHeadsTest, WatcherWithoutADeadlineIsRefused) {
  grpc::ClientContext context;
  const auto stream = stub_->WatchHeads(&context);
  v1::WatchHeadsResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(server::FromGrpcStatus(stream->Finish())), "DEADLINE_REQUIRED");
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

}  // namespace
}  // namespace bangfu::journal
