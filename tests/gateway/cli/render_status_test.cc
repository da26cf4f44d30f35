#include "gateway/cli/render_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

gateway::v1::SuiteStatus Status() {
  gateway::v1::SuiteStatus status;
  gateway::v1::ServiceStatus& households = *status.add_services();
  households.set_service("households");
  households.set_serving(true);
  households.set_version("1.0");
  journal::v1::TreeHead& head = *households.add_tree_heads();
  head.set_journal("households");
  head.set_county("510524");
  head.set_size(1234);
  head.set_root_hash(std::string(32, '\xAB'));
  return status;
}

TEST(RenderStatus, ShowsServicesAndHeads) {
  EXPECT_EQ(RenderStatus(Status(), Output::kTable),
            "service     state    version  entries  heads  problem\n"
            "households  serving  1.0        1,234      1\n"
            "\n"
            "service     journal     county  entries  root (first 16 digits)\n"
            "households  households  510524    1,234  abababababababab\n"
            "\n"
            "reporting has applied every entry\n");
  EXPECT_THAT(RenderStatus(Status(), Output::kCsv),
              HasSubstr("households,true,1.0,,households,510524,1234,abab"));
}

TEST(RenderStatus, SaysWhenReportingIsBehind) {
  gateway::v1::SuiteStatus status = Status();
  status.set_reporting_behind_entries(12);
  EXPECT_THAT(RenderStatus(status, Output::kTable), HasSubstr("12 entries behind"));
}

TEST(RenderStatus, PromisesNothingWhenAServiceIsDown) {
  gateway::v1::SuiteStatus status = Status();
  status.add_services()->set_problem("not reachable");
  EXPECT_FALSE(AllServe(status));
  EXPECT_THAT(RenderStatus(status, Output::kTable), HasSubstr("NOT SERVING"));
  EXPECT_THAT(RenderStatus(status, Output::kTable), HasSubstr("is not known"));
}

}  // namespace
}  // namespace bangfu::cli
