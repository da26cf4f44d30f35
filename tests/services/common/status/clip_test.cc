#include "services/common/status/clip.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/text/utf8.h"

namespace bangfu {
namespace {

TEST(Clip, TextThatFitsStaysAsItIs) {
  EXPECT_EQ(Clip("", 3), "");
  EXPECT_EQ(Clip("abc", 3), "abc");
  EXPECT_EQ(Clip("帮扶", 6), "帮扶");
}

TEST(Clip, LongTextEndsInAnEllipsisAtAWholeCodePoint) {
  EXPECT_EQ(Clip("abcdef", 5), "ab…");
  EXPECT_EQ(Clip("帮扶计划", 11), "帮扶…");
  EXPECT_EQ(Clip("abcd", 3), "…");
}

TEST(Clip, IllFormedBytesBecomeQuestionMarks) { EXPECT_EQ(Clip("a\xff\xe5\xb8z", 9), "a???z"); }

RC_GTEST_PROP(Clip, AnyBytesBecomeUtf8WithinTheLimit, (const std::string& bytes)) {
  const size_t bytes_max = *rc::gen::inRange<size_t>(3, 40);
  const std::string clipped = Clip(bytes, bytes_max);
  RC_ASSERT(clipped.size() <= bytes_max);
  RC_ASSERT(!text::ValidateUtf8(clipped).has_value());
}

}  // namespace
}  // namespace bangfu
