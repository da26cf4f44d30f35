// A fixture: the gateway as its process runs it, between a client and three stand-ins that answer
// about the sample programme.
#ifndef BANGFU_TESTS_GATEWAY_WORLD_H_
#define BANGFU_TESTS_GATEWAY_WORLD_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "services/common/server/process.h"
#include "tests/gateway/fakes.h"
#include "tests/gateway/sheet_answers.h"

namespace bangfu::gateway {

// Longer than any test takes; a test that gets there fails.
inline constexpr std::chrono::seconds kPatience{20};

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest();
  void TearDown() override {
    gateway_.reset();
    households_server_.Stop();
    projects_server_.Stop();
    reporting_server_.Stop();
  }

  // Starts the stand-ins, then the gateway and its client.
  void Serve(server::CallLimits limits = {});

  // Reporting has applied nothing, unless it is told to wait.
  void LetReportingCatchUpWhenToldToWait();

  static void SetPatience(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
  }
  static v1::GetAchievementSheetRequest SheetRequest();

  absl::Status GetSheet(v1::AchievementSheet& sheet, std::chrono::milliseconds timeout = kPatience);
  // The sheet of the sample programme, which must come.
  v1::AchievementSheet Sheet();
  // What it is, as text.
  static std::string Expected();
  v1::SuiteStatus Status();

  // What reporting was asked, in order.
  std::vector<reporting::v1::ComputeFiguresRequest> AskedOfReporting();

  SheetAnswers answers_ = SampleAnswers();  // what the stand-ins answer
  FakeJournal households_journal_;
  FakeJournal projects_journal_;
  FakeHouseholds households_;
  FakeProjects projects_;
  FakeReporting reporting_;
  FakeServer households_server_{{&households_, &households_journal_}};
  FakeServer projects_server_{{&projects_, &projects_journal_}};
  FakeServer reporting_server_{{&reporting_}};

  std::unique_ptr<server::Admission> admission_;
  std::unique_ptr<server::RunningServer> gateway_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AchievementSheetService::Stub> sheets_;
  std::unique_ptr<v1::SuiteService::Stub> suite_;

 private:
  std::mutex mutex_;
  std::vector<reporting::v1::ComputeFiguresRequest> asked_of_reporting_;  // guarded by mutex_
};

// A test that waits for what another thread brings about without telling.
template <typename Condition>
bool Eventually(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace bangfu::gateway

#endif  // BANGFU_TESTS_GATEWAY_WORLD_H_
