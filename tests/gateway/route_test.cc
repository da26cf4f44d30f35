#include "gateway/route.h"

#include <gtest/gtest.h>

#include "services/common/status/errors.h"

namespace bangfu::gateway {
namespace {

TEST(RouteOf, ServiceNamesSayWhoOwnsAMethod) {
  const struct {
    const char* method;
    const char* service;
    Owner owner;
  } cases[] = {
      {"/bangfu.households.v1.HouseholdsService/GetCounty", "", Owner::kHouseholds},
      {"/bangfu.projects.v1.ProjectsService/ImportRecords", "", Owner::kProjects},
      {"/bangfu.projects.v1.AnotherService/NotYetKnown", "households", Owner::kProjects},
      {"/bangfu.reporting.v1.ReportingService/ExplainFigure", "", Owner::kReporting},
      {"/bangfu.journal.v1.JournalService/ListTreeHeads", "households", Owner::kHouseholds},
      {"/bangfu.journal.v1.JournalService/StreamEntries", "projects", Owner::kProjects},
  };
  for (const auto& one : cases) {
    const absl::StatusOr<Owner> owner = RouteOf(one.method, one.service);
    ASSERT_TRUE(owner.ok()) << one.method << owner.status();
    EXPECT_EQ(*owner, one.owner) << one.method;
  }
}

TEST(RouteOf, JournalNeedsToBeToldWhose) {
  for (const char* service : {"", "reporting", "Households", "households "}) {
    const absl::Status status =
        RouteOf("/bangfu.journal.v1.JournalService/ListTreeHeads", service).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReasonOf(status), "ROUTE_REQUIRED") << service;
  }
}

TEST(RouteOf, MethodsOfNobodyAreUnimplemented) {
  for (const char* method :
       {"", "/", "/bangfu.gateway.v1.SuiteService/Nothing", "/bangfu.households.v10.X/Y",
        "/grpc.channelz.v1.Channelz/GetServers", "bangfu.households.v1.HouseholdsService/GetCounty",
        "/bangfu.journal.v1.OtherService/Get", "/bangfu.journal.v1.JournalService/WatchHeads"}) {
    EXPECT_EQ(RouteOf(method, "households").status().code(), absl::StatusCode::kUnimplemented)
        << method;
  }
}

TEST(StreamMethods, AreThoseThatAnswerWithAStreamToOneRequest) {
  EXPECT_EQ(StreamMethods(),
            absl::flat_hash_set<std::string>{"/bangfu.journal.v1.JournalService/StreamEntries"});
}

}  // namespace
}  // namespace bangfu::gateway
