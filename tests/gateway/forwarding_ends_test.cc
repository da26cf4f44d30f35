// Forwarding of calls that end otherwise than well: cancelled, refused, slow, cut off, drained.
#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "tests/gateway/forwarding_world.h"

namespace bangfu::gateway {
namespace {

class ForwardingEndsTest : public ForwardingWorld {
 protected:
  // An owner that sends one message and then stays open.
  void FollowForEver() {
    households_journal_.stream_entries = [this](grpc::ServerContext* context, auto*, auto* writer) {
      writer->Write(StreamEntriesResponse());
      grpc::Status status = StayOpen(context);
      owner_ended_ = true;
      return status;
    };
  }

  std::atomic<bool> owner_ended_ = false;
  StreamEntriesResponse response_;
};

TEST_F(ForwardingEndsTest, CancellationReachesTheOwner) {
  FollowForEver();
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  ASSERT_TRUE(reader->Read(&response_));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([this] { return owner_ended_.load(); }));
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(ForwardingEndsTest, DeadlineThatPassesEndsTheOwnersCall) {
  FollowForEver();
  ServeAll();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(500));
  context.AddMetadata("bangfu-service", "households");
  const auto reader = journal_stub_->StreamEntries(&context, StreamEntriesRequest());
  while (reader->Read(&response_)) continue;
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([this] { return owner_ended_.load(); }));
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(ForwardingEndsTest, OwnerThatEndsAStreamEarlyIsHeardByACallerWhoStillSends) {
  const absl::Status sent = Error(absl::StatusCode::kAborted, "ENOUGH", "no more");
  households_.import_records = [&sent](auto*, FakeHouseholds::Stream* stream) {
    ImportRecordsRequest request;
    stream->Read(&request);
    return server::ToGrpcStatus(sent);
  };
  ServeAll();
  grpc::ClientContext context;
  SetPatience(context);
  const auto stream = households_stub_->ImportRecords(&context);
  ASSERT_TRUE(stream->Write(ImportRecordsRequest()));
  ImportRecordsResponse response;
  EXPECT_FALSE(stream->Read(&response));  // the caller has not said that it is done
  EXPECT_EQ(server::FromGrpcStatus(stream->Finish()), sent);
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(ForwardingEndsTest, SlowReaderHoldsTheOwnerBackAndMissesNothing) {
  constexpr int kMessages = 300;
  constexpr int kMegabyte = 1'000'000;
  constexpr int kUnderWayMax = 100;  // far above what the windows of two connections hold
  std::atomic<int> written = 0;
  households_journal_.stream_entries = [&written](auto*, auto*, auto* writer) {
    StreamEntriesResponse response;
    response.add_entries(std::string(kMegabyte, 'x'));
    for (int i = 0; i < kMessages; ++i) {
      if (!writer->Write(response)) break;
      ++written;
    }
    return grpc::Status::OK;
  };
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  ASSERT_TRUE(reader->Read(&response_));
  // Meanwhile other calls pass, and give the owner all the time to run ahead.
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(GetCounty().ok());
  EXPECT_LE(written, kUnderWayMax);
  int read = 1;
  while (reader->Read(&response_)) ++read;
  EXPECT_EQ(read, kMessages);
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(ForwardingEndsTest, CallerWhoLeavesUnreadAnswersBehindFreesTheCall) {
  households_journal_.stream_entries = [this](auto*, auto*, auto* writer) {
    StreamEntriesResponse response;
    response.add_entries(std::string(1'000'000, 'x'));
    while (writer->Write(response)) continue;
    owner_ended_ = true;
    return grpc::Status::OK;
  };
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  ASSERT_TRUE(reader->Read(&response_));
  context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
  EXPECT_TRUE(Eventually([this] { return owner_ended_.load(); }));
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(ForwardingEndsTest, OwnerThatDiesInTheMiddleEndsTheStreamWithAnError) {
  FollowForEver();
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  ASSERT_TRUE(reader->Read(&response_));
  households_server_.Stop();
  EXPECT_FALSE(reader->Read(&response_));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(NoCallIsLeft());
}

TEST_F(ForwardingEndsTest, OwnerThatIsDownIsNamedAndReachedAgainAfterItsRestart) {
  ServeAll();
  households_server_.Stop();
  const absl::Status status = GetCounty();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "SERVICE_UNREACHABLE");
  EXPECT_EQ(status.message(), "households cannot be reached");
  households_server_.Start();
  EXPECT_TRUE(Eventually([this] { return GetCounty().ok(); }));
}

TEST_F(ForwardingEndsTest, CallWithoutDeadlineIsRefused) {
  ServeAll();
  grpc::ClientContext context;
  EXPECT_EQ(ReasonOf(GetCounty(context)), "DEADLINE_REQUIRED");
}

TEST_F(ForwardingEndsTest, ForwardedCallsCountAsCallsInFlight) {
  std::promise<void> asked;
  std::promise<void> let_go;
  households_.get_county = [&, first = true](auto*, auto*, auto*) mutable {
    if (std::exchange(first, false)) {
      asked.set_value();
      let_go.get_future().wait();
    }
    return grpc::Status::OK;
  };
  ServeAll({.calls_in_flight_max = 1});
  std::future<absl::Status> county = std::async(std::launch::async, [this] { return GetCounty(); });
  asked.get_future().wait();
  EXPECT_EQ(ReasonOf(GetCounty()), "TOO_MANY_CALLS");
  let_go.set_value();
  EXPECT_TRUE(county.get().ok());
  EXPECT_TRUE(Eventually([this] { return GetCounty().ok(); }));
}

TEST_F(ForwardingEndsTest, StreamsOfEntriesAreCountedBesideTheCalls) {
  FollowForEver();
  ServeAll({.calls_in_flight_max = 1, .streams_max = 1});
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  ASSERT_TRUE(reader->Read(&response_));
  EXPECT_TRUE(GetCounty().ok());
  const auto one_too_many = [this] {
    grpc::ClientContext context;
    return ReasonOf(server::FromGrpcStatus(StreamEntries(context)->Finish()));
  };
  EXPECT_EQ(one_too_many(), "TOO_MANY_STREAMS");
  context.TryCancel();
  reader->Finish();
  EXPECT_TRUE(Eventually([this] {
    grpc::ClientContext context;
    const auto next = StreamEntries(context);
    const bool read = next->Read(&response_);
    context.TryCancel();
    next->Finish();
    return read;
  }));
}

TEST_F(ForwardingEndsTest, DrainEndsOpenStreamsAndLetsCallsFinish) {
  FollowForEver();
  std::promise<void> asked;
  std::promise<void> let_go;
  households_.get_county = [&](auto*, auto*, auto*) {
    asked.set_value();
    let_go.get_future().wait();
    return grpc::Status::OK;
  };
  ServeAll();
  grpc::ClientContext context;
  const auto reader = StreamEntries(context);
  ASSERT_TRUE(reader->Read(&response_));
  std::future<absl::Status> county = std::async(std::launch::async, [this] { return GetCounty(); });
  asked.get_future().wait();
  std::thread drain([this] { gateway_->Drain(absl::FromChrono(kPatience)); });
  EXPECT_FALSE(reader->Read(&response_));
  const absl::Status status = server::FromGrpcStatus(reader->Finish());
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "SHUTTING_DOWN");
  let_go.set_value();
  EXPECT_TRUE(county.get().ok());
  drain.join();
}

}  // namespace
}  // namespace bangfu::gateway
