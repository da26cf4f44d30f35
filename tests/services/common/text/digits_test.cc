#include "services/common/text/digits.h"

#include <gtest/gtest.h>

namespace bangfu::text {
namespace {

TEST(GroupDigits, GroupsByThree) {
  EXPECT_EQ(GroupDigits(0), "0");
  EXPECT_EQ(GroupDigits(999), "999");
  EXPECT_EQ(GroupDigits(1000), "1,000");
  EXPECT_EQ(GroupDigits(-123), "-123");
  EXPECT_EQ(GroupDigits(-1234567), "-1,234,567");
  EXPECT_EQ(GroupDigits(INT64_MIN), "-9,223,372,036,854,775,808");
}

}  // namespace
}  // namespace bangfu::text
