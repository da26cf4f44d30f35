#include "gateway/cli/render_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

using testing::EndsWith;
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
  gateway::v1::SuiteStatus status = Status();
  status.set_reporting_behind_entries(0);
  EXPECT_EQ(RenderStatus(status, Output::kTable),
            "service     state    version  entries  heads  problem\n"
            "households  serving  1.0        1,234      1\n"
            "\n"
            "service     journal     county  entries  root (first 16 digits)\n"
            "households  households  510524    1,234  abababababababab\n"
            "\n"
            "reporting has applied every entry\n");
  const std::string csv = RenderStatus(status, Output::kCsv);
  EXPECT_THAT(csv, HasSubstr("households,true,1.0,,households,510524,1234,abab"));
  EXPECT_THAT(csv, HasSubstr(",root_hash,reporting_behind_entries\n"));
  EXPECT_THAT(csv, EndsWith("abab,0\n"));
}

TEST(RenderStatus, SaysWhenReportingIsBehind) {
  gateway::v1::SuiteStatus status = Status();
  status.set_reporting_behind_entries(12);
  EXPECT_THAT(RenderStatus(status, Output::kTable), HasSubstr("is 12 entries behind"));
  status.set_reporting_behind_entries(1);
  EXPECT_THAT(RenderStatus(status, Output::kTable), HasSubstr("is 1 entry behind"));
}

TEST(RenderStatus, TellsOfTheSheetsThatAreKept) {
  gateway::v1::SuiteStatus status = Status();
  gateway::v1::SheetCacheStatus& cache = *status.mutable_sheet_cache();
  cache.set_sheet_count(2);
  cache.set_size_bytes(24'000);
  cache.set_hit_count(1'200);
  cache.set_miss_count(34);
  EXPECT_THAT(
      RenderStatus(status, Output::kTable),
      EndsWith("the gateway keeps 2 sheets, 24,000 bytes; 1,200 of 1,234 look-ups found theirs\n"));
  cache.set_copy_count(4);
  cache.set_watched_copy_count(3);
  EXPECT_THAT(
      RenderStatus(status, Output::kTable),
      EndsWith("it cannot watch 1 of 4 processes: until it does, each sheet is made for its "
               "caller alone\n"));
}

TEST(RenderStatus, PromisesNothingWhenAServiceIsDown) {
  gateway::v1::SuiteStatus status = Status();
  gateway::v1::ServiceStatus& projects = *status.add_services();
  projects.set_service("projects");
  projects.set_problem("not reachable");
  EXPECT_FALSE(AllServe(status));
  const std::string text = RenderStatus(status, Output::kTable);
  EXPECT_THAT(text, HasSubstr("projects    NOT SERVING                 —      —  not reachable\n"));
  EXPECT_THAT(text, EndsWith("reporting is — entries behind: not every service answered\n"));
  EXPECT_THAT(RenderStatus(status, Output::kCsv), EndsWith("projects,false,,not reachable,,,,,\n"));
}

}  // namespace
}  // namespace bangfu::cli
