#include "services/common/codes/division_code.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::codes {
namespace {

TEST(DivisionCode, AcceptsCodesOfTheRightLevel) {
  for (const char* code : {"510524", "610826", "110105", "500101", "654321", "441900"}) {
    EXPECT_TRUE(ValidateCountyCode(code).ok()) << ValidateCountyCode(code);
  }
  EXPECT_TRUE(ValidateTownshipCode("510524101").ok());
  EXPECT_TRUE(ValidateVillageCode("510524101227").ok());
  EXPECT_EQ(CountyOf("510524101227"), "510524");
}

TEST(DivisionCode, RefusesCodesOfAnotherLevel) {
  for (const char* code : {"510000", "510500", "500000", "000000", "910524", "51052", "5105241", "",
                           "51052a", "５１０５２４", "510524101227"}) {
    EXPECT_FALSE(ValidateCountyCode(code).ok()) << code;
  }
  for (const char* code : {"510524", "510524000", "510500101", "510524101227", "51052410x"}) {
    EXPECT_FALSE(ValidateTownshipCode(code).ok()) << code;
  }
  for (const char* code : {"510524", "510524101", "510524101000", "510524000227", "510500101227",
                           "51052410122", "5105241012270", "51052410122x"}) {
    EXPECT_FALSE(ValidateVillageCode(code).ok()) << code;
  }
}

TEST(DivisionCode, SaysWhatWasFoundAndWhatIsExpected) {
  EXPECT_EQ(ValidateVillageCode("510524").message(),
            R"(found "510524", expected a village code of 12 digits such as 510524101227)");
  EXPECT_EQ(ValidateCountyCode("510500").message(),
            R"(found "510500", expected the code of a county such as 510524)");
}

RC_GTEST_PROP(DivisionCodeProperty, AVillageLiesInItsTownshipAndCounty, ()) {
  const auto code =
      *rc::gen::container<std::string>(12, rc::gen::inRange('0', static_cast<char>('9' + 1)));
  if (!ValidateVillageCode(code).ok()) return;
  RC_ASSERT(ValidateTownshipCode(code.substr(0, 9)).ok());
  RC_ASSERT(ValidateCountyCode(CountyOf(code)).ok());
}

RC_GTEST_PROP(DivisionCodeProperty, AnyBytesAreAcceptedOrRefused, ()) {
  const std::string bytes = *text::AnyBytes();
  (void)ValidateCountyCode(bytes);
  (void)ValidateTownshipCode(bytes);
  (void)ValidateVillageCode(bytes);
}

}  // namespace
}  // namespace bangfu::codes
