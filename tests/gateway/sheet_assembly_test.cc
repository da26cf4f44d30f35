// Ends of an assembly that callers of the service bring about too seldom to be tested there.
#include "gateway/sheet_assembly.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <grpcpp/support/client_interceptor.h>
#include <gtest/gtest.h>

#include "gateway/backends.h"
#include "tests/gateway/world.h"

namespace bangfu::gateway {
namespace {

// Called behind each answer of the three, before whoever asked hears of it.
std::function<void()>& AtAnswer() {
  static std::function<void()> at_answer;
  return at_answer;
}

class Interceptor final : public grpc::experimental::Interceptor {
 public:
  // A new channel is tried with a call of no service.
  explicit Interceptor(const grpc::experimental::ClientRpcInfo& call)
      : counts_(std::string_view(call.method()).find("Service/") != std::string_view::npos) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    const bool answered =
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_STATUS);
    if (answered && counts_ && AtAnswer()) AtAnswer()();
    methods->Proceed();
  }

 private:
  const bool counts_;
};

class InterceptorFactory final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* call) override {
    return new Interceptor(*call);
  }
};

class SheetAssemblyTest : public GatewayTest {
 protected:
  static void SetUpTestSuite() {
    static InterceptorFactory factory;
    static std::once_flag registered;  // gRPC takes one for a process
    std::call_once(registered,
                   [] { grpc::experimental::RegisterGlobalClientInterceptorFactory(&factory); });
  }

  void SetUp() override {
    households_server_.Start();
    projects_server_.Start();
    reporting_server_.Start();
  }

  // What comes of an assembly that is cancelled between the third answer and what is done with it.
  absl::StatusOr<AssembledSheet> CancelledBehindThirdAnswer() {
    Backends backends({.households = households_server_.address(),
                       .projects = projects_server_.address(),
                       .reporting = reporting_server_.address()});
    std::promise<std::shared_ptr<SheetAssembly>> started;
    AtAnswer() = [this, assembly = started.get_future().share()] {
      if (answer_count_.fetch_add(1) == 2) assembly.get()->Cancel();
    };
    std::promise<absl::StatusOr<AssembledSheet>> made;
    started.set_value(SheetAssembly::Start(
        SampleQuestion(), {},
        DeadlinesWithin(absl::Now(), absl::Now() + absl::FromChrono(kPatience)), backends,
        [&made](auto sheet) { made.set_value(std::move(sheet)); }));
    absl::StatusOr<AssembledSheet> sheet = made.get_future().get();
    AtAnswer() = nullptr;
    return sheet;
  }

  std::atomic<int> answer_count_ = 0;
};

TEST_F(SheetAssemblyTest, WhoLeavesBehindTheAnswersGetsTheSheetThatNeedsNoMore) {
  const auto sheet = CancelledBehindThirdAnswer();
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_EQ(sheet->sheet.DebugString(), Expected());
}

TEST_F(SheetAssemblyTest, FiguresThatAreBehindNeverBecomeASheet) {
  LetReportingCatchUpWhenToldToWait();
  EXPECT_EQ(CancelledBehindThirdAnswer().status().code(), absl::StatusCode::kCancelled);
}

TEST_F(SheetAssemblyTest, CrowdedCasesNeverBecomeASheet) {
  households::v1::ListPublishedCasesResponse& told = answers_.households.message;
  told.add_cases_left_out()->set_county("counties/110101");
  EXPECT_EQ(CancelledBehindThirdAnswer().status().code(), absl::StatusCode::kCancelled);
}

TEST_F(SheetAssemblyTest, UnknownProgrammeIsToldAsSuchThoughCasesAreCrowded) {
  projects_.get_programme_profile = [this](auto*, auto*, auto*) {
    EXPECT_TRUE(Eventually([this] { return answer_count_ == 2; }));
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "none");
  };
  answers_.households.message.add_cases_left_out()->set_county("counties/110101");
  EXPECT_EQ(CancelledBehindThirdAnswer().status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace bangfu::gateway
