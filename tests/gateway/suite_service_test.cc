#include <gtest/gtest.h>

#include "tests/gateway/world.h"

namespace bangfu::gateway {
namespace {

using SuiteServiceTest = GatewayTest;

TEST_F(SuiteServiceTest, StatusTellsOfEveryService) {
  Serve();
  const v1::SuiteStatus status = Status();
  ASSERT_EQ(status.services_size(), 4);
  for (const v1::ServiceStatus& service : status.services()) {
    EXPECT_TRUE(service.serving()) << service.DebugString();
  }
  EXPECT_EQ(status.services(0).version(), "fake");
  EXPECT_EQ(status.reporting_behind_entries(), 70);  // households/110101
}

TEST_F(SuiteServiceTest, StatusAnswersThoughAllAreDown) {
  Serve();
  households_server_.Stop();
  projects_server_.Stop();
  reporting_server_.Stop();
  const v1::SuiteStatus status = Status();
  ASSERT_EQ(status.services_size(), 4);
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(status.services(i).serving());
    EXPECT_EQ(status.services(i).problem(), "not reachable");
  }
  EXPECT_TRUE(status.services(3).serving());
}

}  // namespace
}  // namespace bangfu::gateway
