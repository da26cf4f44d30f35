#include <future>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "health/v1/health.grpc.pb.h"
#include "services/common/server/call_runner.h"
#include "tests/services/common/server/stand_in.h"

namespace bangfu::server {
namespace {

using grpc::health::v1::HealthCheckResponse;

class RunningServerTest : public ServerTest {
 protected:
  // One call, held until the test finishes it or it is cancelled.
  void ServeHeld() {
    handlers_.unary = [this](auto* context, auto*, auto*) {
      return CallRunner(*admission_, nullptr)
          .Async(context, [this](const sql::CancellationPtr& cancellation, FinishCall finish) {
            cancellation_ = cancellation;
            held_.set_value(std::move(finish));
          });
    };
    handlers_.begin_drain = [this] {
      events_.push_back("begin");
      draining_.set_value();
    };
    handlers_.stop = [this] { events_.push_back("stop"); };
    Serve();
  }

  absl::Status Start(const std::string& address) {
    ProcessOptions options;
    options.address = address;
    return RunningServer::Start(options, std::make_unique<StandIn>(handlers_, other_)).status();
  }

  grpc::StatusCode CallWithEmptyMessage(const std::string& method) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    SetPatience(context);
    const grpc::ByteBuffer empty(nullptr, 0);
    grpc::ByteBuffer answer;
    std::promise<grpc::StatusCode> code;
    stub.UnaryCall(&context, method, grpc::StubOptions(), &empty, &answer,
                   [&code](const grpc::Status& status) { code.set_value(status.error_code()); });
    return code.get_future().get();
  }

  void TearDown() override { server_.reset(); }

  Admission other_{CallLimits()};
  std::promise<FinishCall> held_;
  std::promise<void> draining_;
  sql::CancellationPtr cancellation_;
  std::vector<std::string> events_;
};

TEST_F(RunningServerTest, HealthIsNotServingWhileTheServicesAreNotAble) {
  Serve();
  const auto health = grpc::health::v1::Health::NewStub(channel_);
  grpc::ClientContext context;
  SetPatience(context);
  const auto watch = health->Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  handlers_.report(false);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  handlers_.report(true);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  handlers_.report(false);
  ASSERT_TRUE(watch->Read(&response));
  server_->Drain(absl::FromChrono(kPatience));
  handlers_.report(true);  // too late
  while (watch->Read(&response)) EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
}

TEST_F(RunningServerTest, HealthIsServingAndThenNotWhileItDrains) {
  ServeHeld();
  const auto health = grpc::health::v1::Health::NewStub(channel_);
  grpc::ClientContext context;
  SetPatience(context);
  const auto watch = health->Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  std::thread drain([this] { server_->Drain(absl::FromChrono(kPatience)); });
  EXPECT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  context.TryCancel();
  drain.join();
}

TEST_F(RunningServerTest, DrainLetsRunningCallsFinishAndStopsAfterThem) {
  ServeHeld();
  PendingCall call(*journal_);
  const FinishCall finish = held_.get_future().get();
  std::thread drain([this] { server_->Drain(absl::FromChrono(kPatience)); });
  draining_.get_future().wait();
  EXPECT_EQ(events_, std::vector<std::string>{"begin"});
  finish(absl::OkStatus());
  EXPECT_TRUE(call.Wait().ok());
  drain.join();
  EXPECT_EQ(events_, (std::vector<std::string>{"begin", "stop"}));
  server_->Drain(absl::ZeroDuration());  // of no effect
  EXPECT_EQ(events_.size(), 2u);
}

TEST_F(RunningServerTest, DrainPastItsTimeCancelsWhatRuns) {
  ServeHeld();
  PendingCall call(*journal_);
  const FinishCall finish = held_.get_future().get();
  const std::stop_callback stop(cancellation_->token(),
                                [&finish] { finish(absl::CancelledError("stopped")); });
  server_->Drain(absl::ZeroDuration());
  EXPECT_FALSE(call.Wait().ok());
  EXPECT_EQ(events_.back(), "stop");
}

TEST_F(RunningServerTest, TakenPortIsToldInOneLine) {
  ServeHeld();
  EXPECT_EQ(
      Start(server_->address()),
      absl::UnavailableError("cannot listen on " + server_->address() + ": the port is in use"));
}

TEST_F(RunningServerTest, AddressOutsideLoopbackIsRefused) {
  EXPECT_EQ(Start("0.0.0.0:0"),
            absl::InvalidArgumentError(
                "refuses to listen on 0.0.0.0:0: only loopback until TLS and tokens exist"));
}

TEST_F(RunningServerTest, ReflectionIsServedUnlessNotWanted) {
  const std::string reflection = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  ServeHeld();
  EXPECT_EQ(CallWithEmptyMessage(reflection), grpc::StatusCode::OK);
  server_.reset();
  handlers_.begin_drain = [] {};
  handlers_.reflection = false;
  Serve();
  EXPECT_EQ(CallWithEmptyMessage(reflection), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(RunningServerTest, WhoWatchesHealthDoesNotHoldUpTheDrain) {
  Serve();
  const auto health = grpc::health::v1::Health::NewStub(channel_);
  grpc::ClientContext context;
  SetPatience(context);
  const auto watch = health->Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  server_->Drain(absl::InfiniteDuration());  // ends because nobody is left
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_TRUE(watch->Finish().ok());
}

TEST_F(RunningServerTest, HealthIsKeptForTheProcessAlone) {
  Serve();
  const auto health = grpc::health::v1::Health::NewStub(channel_);
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("bangfu.projects.v1.ProjectsService");
  HealthCheckResponse response;
  grpc::ClientContext check;
  SetPatience(check);
  EXPECT_EQ(health->Check(&check, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
  grpc::ClientContext context;
  SetPatience(context);
  const auto watch = health->Watch(&context, request);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVICE_UNKNOWN);
  EXPECT_TRUE(watch->Finish().ok());
}

TEST_F(RunningServerTest, ChannelzIsServedOnlyWhenAskedFor) {
  const std::string channelz = "/grpc.channelz.v1.Channelz/GetServers";
  ServeHeld();
  EXPECT_EQ(CallWithEmptyMessage(channelz), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(RunningServerTest, MessageAboveTheLimitIsRefused) {
  handlers_.import = [](const ImportCall& call) { call->done(ImportRecordsResponse()); };
  Serve();
  const std::shared_ptr<grpc::Channel> careless =
      grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  SetPatience(context);
  const auto stream = HouseholdsService::NewStub(careless)->ImportRecords(&context);
  ImportRecordsRequest request;
  request.set_county(std::string(kMessageBytesMax, 'x'));
  stream->Write(request);
  stream->WritesDone();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace bangfu::server
