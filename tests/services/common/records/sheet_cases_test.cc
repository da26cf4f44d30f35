#include "services/common/records/sheet_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bangfu::records {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ShareOut, EnoughPlacesAreForAll) {
  EXPECT_THAT(ShareOut({}, 100), IsEmpty());
  EXPECT_THAT(ShareOut({60, 0, 40}, 100), ElementsAre(60, 0, 40));
}

TEST(ShareOut, EachCountysFirstComeBeforeAnyCountysSecond) {
  EXPECT_THAT(ShareOut({5, 5, 1}, 7), ElementsAre(3, 3, 1));
  EXPECT_THAT(ShareOut({120, 3}, 100), ElementsAre(97, 3));
}

TEST(ShareOut, OfThoseEquallyFarTheCountiesComeInOrder) {
  EXPECT_THAT(ShareOut({5, 5, 5}, 8), ElementsAre(3, 3, 2));
  EXPECT_THAT(ShareOut({1, 1, 1}, 2), ElementsAre(1, 1, 0));
}

}  // namespace
}  // namespace bangfu::records
