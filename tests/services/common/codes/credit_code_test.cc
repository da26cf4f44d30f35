#include "services/common/codes/credit_code.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::codes {
namespace {

TEST(CreditCode, AcceptsPublishedOnes) {
  EXPECT_TRUE(ValidateCreditCode("91350100M000100Y43").ok());
  EXPECT_TRUE(ValidateCreditCode("91110000600037341L").ok());
}

TEST(CreditCode, SaysWhatWasFoundAndWhatIsExpected) {
  const struct {
    const char* code;
    const char* expected;
  } cases[] = {
      {"A1110000600037341L", "the check character K at the end"},
      {"91350100M000100Y4", "a credit code of 18 digits and capital letters (no I, O, S, V, Z)"},
      {"91350100M000100Y4I", "a credit code of 18 digits and capital letters (no I, O, S, V, Z)"},
      {"91350100m000100Y43", "a credit code of 18 digits and capital letters (no I, O, S, V, Z)"},
      {"9135010AM000100Y43", "a credit code with a division code of 6 digits at its places 3 to 8"},
      {"", "a credit code of 18 digits and capital letters (no I, O, S, V, Z)"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ValidateCreditCode(c.code).message(),
              std::string("found \"") + c.code + "\", expected " + c.expected);
  }
}

TEST(CreditCode, EveryWrongCharacterIsNoticed) {
  const std::string valid = "91350100M000100Y43";
  for (size_t i = 0; i < valid.size(); ++i) {
    for (const char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string wrong = valid;
      wrong[i] = c;
      EXPECT_EQ(ValidateCreditCode(wrong).ok(), wrong == valid) << wrong;
    }
  }
}

RC_GTEST_PROP(CreditCodeProperty, AnyBytesAreAcceptedOrRefused, ()) {
  (void)ValidateCreditCode(*text::AnyBytes());
  (void)ValidateCreditCode(
      *rc::gen::container<std::string>(18, rc::gen::elementOf(std::string("019AHIY"))));
}

}  // namespace
}  // namespace bangfu::codes
