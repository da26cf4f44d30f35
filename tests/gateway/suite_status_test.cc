#include "gateway/suite_status.h"

#include <gtest/gtest.h>

#include "services/common/server/version.h"
#include "tests/gateway/proto_text.h"

namespace bangfu::gateway {
namespace {

using grpc::health::v1::HealthCheckResponse;
using journal::v1::ListTreeHeadsResponse;
using reporting::v1::GetProgressResponse;

SuiteAnswers AllWell() {
  const auto serving = FromText<HealthCheckResponse>("status: SERVING");
  return {
      .households_health = serving,
      .households_heads = FromText<ListTreeHeadsResponse>(
          "tree_heads { journal: 'households' county: '510524' size: 7 } server_version: '1'"),
      .projects_health = serving,
      .projects_heads = FromText<ListTreeHeadsResponse>(
          "tree_heads { journal: 'projects' county: '000000' size: 3 } server_version: '2'"),
      .reporting_health = serving,
      .reporting_progress = FromText<GetProgressResponse>(
          "tree_heads { journal: 'households' county: '510524' size: 5 }"
          "tree_heads { journal: 'projects' county: '000000' size: 3 } server_version: '3'"),
  };
}

std::string GatewayServes() {
  return "services { service: 'gateway' serving: true version: '" + std::string(server::Version()) +
         "' }";
}

TEST(MakeSuiteStatus, AllServeAndReportingIsTwoBehind) {
  ExpectProto(MakeSuiteStatus(AllWell()), R"(
      services { service: "households" serving: true version: "1"
                 tree_heads { journal: "households" county: "510524" size: 7 } }
      services { service: "projects" serving: true version: "2"
                 tree_heads { journal: "projects" county: "000000" size: 3 } }
      services { service: "reporting" serving: true version: "3"
                 tree_heads { journal: "households" county: "510524" size: 5 }
                 tree_heads { journal: "projects" county: "000000" size: 3 } }
      reporting_behind_entries: 2 )" + GatewayServes());
}

TEST(MakeSuiteStatus, NobodyAnswers) {
  SuiteAnswers answers;
  answers.households_health = answers.projects_health = answers.reporting_health =
      absl::UnavailableError("ipv4:127.0.0.1");
  ExpectProto(MakeSuiteStatus(answers), R"(
      services { service: "households" problem: "not reachable" }
      services { service: "projects" problem: "not reachable" }
      services { service: "reporting" problem: "not reachable" } )" +
                                            GatewayServes());
}

TEST(MakeSuiteStatus, ServiceThatShutsDownDoesNotServe) {
  SuiteAnswers answers = AllWell();
  answers.projects_health = FromText<HealthCheckResponse>("status: NOT_SERVING");
  const v1::ServiceStatus projects = MakeSuiteStatus(answers).services(1);
  EXPECT_FALSE(projects.serving());
  EXPECT_EQ(projects.problem(), "starting, shutting down or without its database");
  EXPECT_EQ(projects.version(), "2");
}

TEST(MakeSuiteStatus, ServiceWithoutHeadsDoesNotServe) {
  SuiteAnswers answers = AllWell();
  answers.households_heads = absl::DeadlineExceededError("");
  const v1::SuiteStatus status = MakeSuiteStatus(answers);
  EXPECT_FALSE(status.services(0).serving());
  EXPECT_EQ(status.services(0).problem(), "its heads: no answer in time");
}

TEST(MakeSuiteStatus, HowFarReportingIsBehindIsKnownOnlyWhenAllAnswered) {
  SuiteAnswers answers = AllWell();
  EXPECT_TRUE(MakeSuiteStatus(answers).has_reporting_behind_entries());
  answers.households_heads = absl::DeadlineExceededError("");
  EXPECT_FALSE(MakeSuiteStatus(answers).has_reporting_behind_entries());
  answers = AllWell();
  answers.projects_heads = absl::UnavailableError("");
  EXPECT_FALSE(MakeSuiteStatus(answers).has_reporting_behind_entries());
  answers = AllWell();
  answers.reporting_progress = absl::UnavailableError("");
  EXPECT_FALSE(MakeSuiteStatus(answers).has_reporting_behind_entries());
}

}  // namespace
}  // namespace bangfu::gateway
