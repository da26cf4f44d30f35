#include "services/common/text/width.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/text/utf8.h"
#include "services/common/text/width_table.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::text {
namespace {

TEST(DisplayWidth, CountsColumns) {
  const struct {
    std::string text;
    size_t columns;
  } cases[] = {
      {"", 0},
      {"Xuyong", 6},
      {"叙永县", 6},
      {"，。（）", 8},
      {"１２３", 6},         // full-width digits
      {"한국", 4},           //
      {"ｶﾀｶﾅ", 4},           // half-width
      {"e\u0301", 1},        // combining acute accent
      {"\u200Bx\uFEFF", 1},  // zero width space, byte order mark
      {"𠮷", 2},             // outside the first plane
      {"🐂", 2},              //
      {"…·é", 3},            // ambiguous: narrow
      {"a\tb\n", 2},         // control
      {"a\xFF", 2},          // not UTF-8
  };
  for (const auto& c : cases) EXPECT_EQ(DisplayWidth(c.text), c.columns) << c.text;
}

TEST(PadToWidth, AlignsMixedText) {
  EXPECT_EQ(PadToWidth("叙永", 6), "叙永  ");
  EXPECT_EQ(PadToWidth("93", 5, Align::kRight), "   93");
  EXPECT_EQ(PadToWidth("叙永县", 4), "叙永县");
}

TEST(TruncateToWidth, NeverCutsACharacter) {
  EXPECT_EQ(TruncateToWidth("叙永县", 6), "叙永县");
  EXPECT_EQ(TruncateToWidth("叙永县", 5), "叙永…");
  EXPECT_EQ(TruncateToWidth("叙永县", 4), "叙…");
  EXPECT_EQ(TruncateToWidth("叙永县", 1), "…");
  EXPECT_EQ(TruncateToWidth("叙永县", 0), "");
  EXPECT_EQ(TruncateToWidth("e\u0301te\u0301", 2), "e\u0301…");
  EXPECT_EQ(TruncateToWidth("e\u0301", 1), "e\u0301");
}

TEST(WidthTable, IsOrderedAndWithoutOverlap) {
  for (const auto ranges : {ZeroWidthRanges(), WideRanges()}) {
    char32_t after = 0x300;
    for (const CodePointRange& range : ranges) {
      EXPECT_LE(after, range.first);
      EXPECT_LE(range.first, range.last);
      after = range.last + 1;
    }
  }
}

RC_GTEST_PROP(WidthProperty, FittedTextIsExactlyAsWideAsAsked, ()) {
  const std::string text = EncodeAll(*rc::gen::container<std::vector<char32_t>>(AnyCodePoint()));
  const auto columns = *rc::gen::inRange<size_t>(0, 40);
  const std::string fitted = FitToWidth(text, columns);
  RC_ASSERT(DisplayWidth(fitted) == columns);
  RC_ASSERT(!ValidateUtf8(fitted));
  if (DisplayWidth(text) <= columns) RC_ASSERT(fitted.starts_with(text));
}

RC_GTEST_PROP(WidthProperty, AnyBytesCanBeMeasuredAndFitted, ()) {
  const std::string bytes = *AnyBytes();
  const auto columns = *rc::gen::inRange<size_t>(0, 40);
  RC_ASSERT(DisplayWidth(bytes) <= 2 * bytes.size());
  RC_ASSERT(DisplayWidth(TruncateToWidth(bytes, columns)) <= columns);
}

}  // namespace
}  // namespace bangfu::text
