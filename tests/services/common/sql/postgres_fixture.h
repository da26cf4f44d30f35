// An executor on a server, for the tests that are run on a server alone (tests/CMakeLists.txt knows
// them by the name of this class).
#ifndef BANGFU_TESTS_SERVICES_COMMON_SQL_POSTGRES_FIXTURE_H_
#define BANGFU_TESTS_SERVICES_COMMON_SQL_POSTGRES_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/services/common/sql/executor_fixture.h"

namespace bangfu::sql {

class PostgresTest : public ExecutorFixture {
 protected:
  void SetUp() override {
    ASSERT_TRUE(database_.on_server()) << "BANGFU_TEST_POSTGRESQL is not set";
  }

  Result WriteIn(const std::string& partition, Job job) {
    return Write(std::move(job), {.partition = partition});
  }

  std::unique_ptr<Connection> admin_ = database_.Open();
};

}  // namespace bangfu::sql

#endif  // BANGFU_TESTS_SERVICES_COMMON_SQL_POSTGRES_FIXTURE_H_
