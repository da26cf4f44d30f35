// Channels to several copies of a service, each a real server of this process.
#include "services/common/server/client_channel.h"

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "tests/services/common/server/stand_in.h"

namespace bangfu::server {
namespace {

// A copy that counts what it was asked.
class Copy {
 public:
  Copy() { Start("127.0.0.1:0"); }

  void Start(const std::string& address) {
    handlers_.unary = [this](grpc::CallbackServerContext* context, auto*, auto*) {
      ++asked;
      grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
      reactor->Finish(grpc::Status::OK);
      return reactor;
    };
    ProcessOptions options;
    options.address = address;
    options.drain_timeout = absl::Seconds(30);  // as it ends in service: calls are let finish
    auto started = RunningServer::Start(options, std::make_unique<StandIn>(handlers_, admission_));
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
    this->address = server_->address();
  }
  void Stop() { server_.reset(); }
  // What its health tells; it answers all the same.
  void SetAble(bool able) { handlers_.report(able); }

  std::string address;
  std::atomic<int> asked = 0;

 private:
  Handlers handlers_;
  Admission admission_{CallLimits{}};
  std::unique_ptr<RunningServer> server_;
};

class CopiesTest : public ::testing::Test {
 protected:
  absl::Status Call() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    context.set_wait_for_ready(true);
    ListTreeHeadsResponse response;
    return FromGrpcStatus(stub_->ListTreeHeads(&context, {}, &response));
  }
  // Calls until both copies are asked.
  void AwaitBoth() {
    EXPECT_TRUE(
        Eventually([this] { return Call().ok() && copies_[0].asked > 0 && copies_[1].asked > 0; }));
  }

  std::array<Copy, 2> copies_;
  std::unique_ptr<JournalService::Stub> stub_ =
      JournalService::NewStub(MakeChannel(copies_[0].address + "," + copies_[1].address));
};

TEST_F(CopiesTest, CallsGoRound) {
  AwaitBoth();
  const int before = copies_[0].asked;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Call().ok());
  EXPECT_EQ(copies_[0].asked - before, 5);
}

TEST_F(CopiesTest, BlanksBesideAnAddressChangeNothing) {
  for (const std::string& addresses :
       {" " + copies_[0].address + " ", copies_[0].address + ", " + copies_[1].address}) {
    stub_ = JournalService::NewStub(MakeChannel(addresses));
    EXPECT_EQ(Call(), absl::OkStatus()) << addresses;
  }
}

TEST_F(CopiesTest, NoCallFailsWhenACopyEnds) {
  AwaitBoth();
  std::atomic<bool> stopped = false;
  std::thread caller([&] {
    for (int after = 0; after < 50; after += stopped ? 1 : 0) EXPECT_EQ(Call(), absl::OkStatus());
  });
  copies_[0].Stop();
  stopped = true;
  caller.join();
}

TEST_F(CopiesTest, ACopyThatComesAgainIsAskedAgain) {
  AwaitBoth();
  const std::string address = copies_[0].address;
  copies_[0].Stop();
  EXPECT_TRUE(Call().ok());
  copies_[0].asked = 0;
  copies_[0].Start(address);
  EXPECT_TRUE(Eventually([this] { return Call().ok() && copies_[0].asked > 0; }));
}

TEST_F(CopiesTest, ACopyThatDoesNotServeIsNotAskedUntilItDoes) {
  AwaitBoth();
  copies_[0].SetAble(false);
  int asked = -1;
  EXPECT_TRUE(Eventually([&] {  // that came round
    const int before = std::exchange(asked, copies_[0].asked);
    return Call().ok() && Call().ok() && before == asked;
  }));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(Call(), absl::OkStatus());
  EXPECT_EQ(copies_[0].asked, asked);
  copies_[0].SetAble(true);
  EXPECT_TRUE(Eventually([&] { return Call().ok() && copies_[0].asked > asked; }));
}

TEST_F(CopiesTest, OneAddressIsAChannelAsEver) {
  stub_ = JournalService::NewStub(MakeChannel(copies_[1].address));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Call().ok());
  EXPECT_EQ(copies_[1].asked, 3);
}

}  // namespace
}  // namespace bangfu::server
