#include "services/common/codes/id_number.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::codes {
namespace {

TEST(IdNumber, TellsBirthAndSex) {
  const auto woman = ParseIdNumber("11010519491231002X");
  ASSERT_TRUE(woman.ok()) << woman.status();
  EXPECT_EQ(date::FormatDate(woman->birth), "1949-12-31");
  EXPECT_FALSE(woman->male);
  EXPECT_FALSE(woman->disability_certificate);

  const auto man = ParseIdNumber("440524188001010014");
  ASSERT_TRUE(man.ok()) << man.status();
  EXPECT_EQ(date::FormatDate(man->birth), "1880-01-01");
  EXPECT_TRUE(man->male);
}

TEST(IdNumber, ADisabilityCertificateBeginsWithOne) {
  const auto certificate = ParseIdNumber("11010519491231002X43");
  ASSERT_TRUE(certificate.ok()) << certificate.status();
  EXPECT_TRUE(certificate->disability_certificate);
  EXPECT_FALSE(ValidateIdNumber("11010519491231002143").ok());
  EXPECT_FALSE(ValidateIdNumber("11010519491231002X4X").ok());
}

TEST(IdNumber, RefusalsSayWhyAndNotWhose) {
  const struct {
    const char* number;
    const char* why;
  } cases[] = {
      {"110105194912310021", "the check character (the 18th) does not fit the 17 digits before it"},
      {"440524189001010014", "the check character (the 18th) does not fit the 17 digits before it"},
      {"110105194913310028", "characters 7 to 14 are not a date of birth"},
      {"010105194912310025", "it does not begin with a division code"},
      {"11010519491231002x", "character 18 is not a digit or a capital X"},
      {"1101051949I231002X", "character 11 is not a digit"},
      {"11010519491231002", "found 17 characters, expected 18, or 20 of a disability certificate"},
      {"身份证号", "found 4 characters, expected 18, or 20 of a disability certificate"},
      {"", "found 0 characters, expected 18, or 20 of a disability certificate"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ValidateIdNumber(c.number),
              absl::InvalidArgumentError(std::string("not an identity number: ") + c.why));
  }
}

TEST(IdNumber, EveryWrongDigitAndEverySwapOfNeighboursIsNoticed) {
  const std::string valid = "440524188001010014";
  for (size_t i = 0; i < valid.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = valid;
      wrong[i] = digit;
      EXPECT_EQ(ValidateIdNumber(wrong).ok(), wrong == valid) << wrong;
    }
    std::string swapped = valid;
    if (i > 0) std::swap(swapped[i - 1], swapped[i]);
    EXPECT_EQ(ValidateIdNumber(swapped).ok(), swapped == valid) << swapped;
  }
}

RC_GTEST_PROP(IdNumberProperty, JustOneCheckCharacterFits, ()) {
  const auto sequence =
      *rc::gen::container<std::string>(3, rc::gen::elementOf(std::string("0123456789")));
  int fitting = 0;
  for (const char check : std::string("0123456789X")) {
    if (ValidateIdNumber("51052419800229" + sequence + check).ok()) ++fitting;
  }
  RC_ASSERT(fitting == 1);
}

RC_GTEST_PROP(IdNumberProperty, AnyBytesAreReadOrRefused, ()) {
  (void)ParseIdNumber(*text::AnyBytes());
  (void)ParseIdNumber(
      *rc::gen::container<std::string>(18, rc::gen::elementOf(std::string("0129X"))));
  (void)ParseIdNumber(
      *rc::gen::container<std::string>(20, rc::gen::elementOf(std::string("0129X"))));
}

}  // namespace
}  // namespace bangfu::codes
