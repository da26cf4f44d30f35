// Questions to a households service that is a stand-in.
#include "services/projects/households_client.h"

#include <atomic>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include <gtest/gtest.h>

#include "services/common/sql/cancellation.h"
#include "tests/services/common/eventually.h"
#include "tests/services/projects/service_fixture.h"

namespace bangfu::projects {
namespace {

class HouseholdsClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string address = "127.0.0.1:0";
    server_ = ServeHouseholds(households_, address);
    ASSERT_NE(server_, nullptr);
    client_ = std::make_unique<HouseholdsClient>(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()),
        /*under_way_max=*/2);
  }

  void Ask(int questions, const sql::CancellationPtr& cancellation = nullptr) {
    for (int i = 0; i < questions; ++i) {
      CheckParticipantsRequest request;
      request.add_names("counties/510524/households/H" + std::to_string(i));
      client_->Ask(std::move(request),
                   {cancellation, absl::Now() + absl::FromChrono(kPatience), "510524"},
                   [this](const absl::StatusOr<CheckParticipantsResponse>& answer) {
                     ++(answer.ok() ? answered_ : failed_);
                   });
    }
  }

  HouseholdsStandIn households_;
  std::unique_ptr<grpc::Server> server_;
  std::atomic<int> answered_ = 0;
  std::atomic<int> failed_ = 0;
  std::unique_ptr<HouseholdsClient> client_;
};

TEST_F(HouseholdsClientTest, MoreQuestionsThanPlacesWaitAndAreAnswered) {
  households_.answers_from_call = 2;  // both places are used
  Ask(7);
  client_->AwaitAnswers();
  EXPECT_EQ(answered_, 7);
  EXPECT_EQ(households_.calls(), 7);
  EXPECT_EQ(households_.calls_at_once_max(), 2);
}

TEST_F(HouseholdsClientTest, QuestionsThatWaitEndWithWhoeverAskedThem) {
  households_.silent = true;
  const auto cancellation = std::make_shared<sql::Cancellation>();
  Ask(5, cancellation);
  EXPECT_TRUE(Eventually([this] { return households_.calls() == 2; }));
  cancellation->Cancel();
  client_->AwaitAnswers();
  EXPECT_EQ(failed_, 5);
}

TEST_F(HouseholdsClientTest, PlacesAreFreeAgainAfterAnswers) {
  Ask(3);
  client_->AwaitAnswers();
  Ask(3);
  client_->AwaitAnswers();
  EXPECT_EQ(answered_, 6);
}

}  // namespace
}  // namespace bangfu::projects
