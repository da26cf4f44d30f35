#include "services/common/seal/mask.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/text/utf8.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::seal {
namespace {

TEST(MaskName, KeepsTheFirstCharacterOnly) {
  EXPECT_EQ(MaskName("刘安富"), "刘**");
  EXPECT_EQ(MaskName("王五"), "王*");
  EXPECT_EQ(MaskName("阿依古丽·买买提"), "阿**");
  EXPECT_EQ(MaskName("𠮷田太郎"), "𠮷**");
  EXPECT_EQ(MaskName("刘"), "*");
  EXPECT_EQ(MaskName(""), "");
  EXPECT_EQ(MaskName("\xC1\xF5\xB0"), "*");
}

TEST(MaskIdNumber, HidesCountyBirthAndSequence) {
  EXPECT_EQ(MaskIdNumber("11010519491231002X"), "110*************2X");
  EXPECT_EQ(MaskIdNumber("440524188001010014"), "440*************14");
}

TEST(MaskIdNumber, ADisabilityCertificateLooksLikeAnyNumber) {
  EXPECT_EQ(MaskIdNumber("11010519491231002X43"), MaskIdNumber("11010519491231002X"));
}

TEST(MaskIdNumber, ShowsNothingOfWhatIsNoNumber) {
  EXPECT_EQ(MaskIdNumber(""), "");
  EXPECT_EQ(MaskIdNumber("5105241980"), "******************");
  EXPECT_EQ(MaskIdNumber("刘安富刘安富"), "******************");  // 18 bytes
}

RC_GTEST_PROP(MaskProperty, AnyBytesBecomeShortText, ()) {
  const std::string bytes = *text::AnyBytes();
  RC_ASSERT(!text::ValidateUtf8(MaskName(bytes)));
  RC_ASSERT(text::CountCodePoints(MaskName(bytes)) <= 3u);
  RC_ASSERT(MaskIdNumber(bytes).size() == (bytes.empty() ? 0u : 18u));
}

}  // namespace
}  // namespace bangfu::seal
