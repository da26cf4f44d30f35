#include "services/common/server/async_call.h"

#include <future>
#include <memory>
#include <utility>

#include <gtest/gtest.h>

#include "services/common/server/call_runner.h"
#include "services/common/status/errors.h"
#include "tests/services/common/server/stand_in.h"

namespace bangfu::server {
namespace {

class AsyncCallTest : public ServerTest {
 protected:
  using Result = absl::StatusOr<ListTreeHeadsResponse>;

  // Each call goes to `work`.
  void ServeWork(std::function<void(ListTreeHeadsResponse*, FinishCall)> work) {
    handlers_.unary = [this, work = std::move(work)](auto* context, auto*, auto* response) {
      return CallRunner(*admission_, nullptr)
          .Async(context, [&work, response](const sql::CancellationPtr&, FinishCall finish) {
            work(response, std::move(finish));
          });
    };
    Serve();
  }

  std::future<Result> Start(const OutgoingCall& call) {
    auto promise = std::make_shared<std::promise<Result>>();
    AsyncCall(journal_->async(), &JournalService::Stub::async_interface::ListTreeHeads,
              ListTreeHeadsRequest(), call,
              [promise](Result result) { promise->set_value(std::move(result)); });
    return promise->get_future();
  }

  static absl::Time Soon() { return absl::Now() + absl::FromChrono(kPatience); }
  void TearDown() override { server_.reset(); }
};

TEST_F(AsyncCallTest, AnswersWithTheResponse) {
  ServeWork([](ListTreeHeadsResponse* response, const FinishCall& finish) {
    response->set_server_version("7");
    finish(absl::OkStatus());
  });
  const Result result = Start({.deadline = Soon()}).get();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->server_version(), "7");
}

TEST_F(AsyncCallTest, AnswersWithTheErrorAndItsReason) {
  ServeWork([](auto*, const FinishCall& finish) {
    finish(Error(absl::StatusCode::kNotFound, "A_REASON", "none"));
  });
  const Result result = Start({.deadline = Soon()}).get();
  EXPECT_EQ(result.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(result.status()), "A_REASON");
}

TEST_F(AsyncCallTest, CancellingEndsTheCall) {
  std::promise<FinishCall> started;
  ServeWork([&](auto*, FinishCall finish) { started.set_value(std::move(finish)); });
  const auto cancellation = std::make_shared<sql::Cancellation>();
  std::future<Result> result = Start({.deadline = Soon(), .cancellation = cancellation});
  const FinishCall finish = started.get_future().get();
  cancellation->Cancel();
  EXPECT_TRUE(absl::IsCancelled(result.get().status()));
  finish(absl::OkStatus());
}

TEST_F(AsyncCallTest, CallCancelledBeforehandEndsAtOnce) {
  ServeWork([](auto*, const FinishCall& finish) { finish(absl::OkStatus()); });
  const auto cancellation = std::make_shared<sql::Cancellation>();
  cancellation->Cancel();
  EXPECT_TRUE(
      absl::IsCancelled(Start({.deadline = Soon(), .cancellation = cancellation}).get().status()));
}

TEST_F(AsyncCallTest, DeadlineEndsTheCall) {
  std::promise<FinishCall> started;
  ServeWork([&](auto*, FinishCall finish) { started.set_value(std::move(finish)); });
  std::future<Result> result = Start({.deadline = absl::Now() + absl::Milliseconds(200)});
  const FinishCall finish = started.get_future().get();
  EXPECT_TRUE(absl::IsDeadlineExceeded(result.get().status()));
  finish(absl::OkStatus());
}

TEST_F(AsyncCallTest, ChannelFindsAServerThatCameBack) {
  const auto work = [](auto*, const FinishCall& finish) { finish(absl::OkStatus()); };
  ServeWork(work);
  const std::string address = server_->address();
  const std::shared_ptr<grpc::Channel> channel = channel_;
  server_.reset();
  EXPECT_TRUE(absl::IsUnavailable(Start({.deadline = Soon()}).get().status()));
  Serve(address);
  ASSERT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() + kPatience));
  journal_ = JournalService::NewStub(channel);
  EXPECT_TRUE(Start({.deadline = Soon()}).get().ok());
}

}  // namespace
}  // namespace bangfu::server
