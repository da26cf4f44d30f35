#include "gateway/cli/text_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::cli {
namespace {

using testing::ElementsAre;

TEST(TextTable, AlignsChineseAndLatin) {
  TextTable table({{"名称"}, {"n", text::Align::kRight}, {"unit"}});
  table.Add({"叙永县", "1,234", "户"});
  table.Add({"Suide", "7", ""});
  EXPECT_EQ(table.Render(2),
            "  名称        n  unit\n"
            "  叙永县  1,234  户\n"
            "  Suide       7\n");
  EXPECT_EQ(table.RenderCsv(), "名称,n,unit\n叙永县,\"1,234\",户\nSuide,7,\n");
}

TEST(TextTable, KeepsARowInALine) {
  TextTable table({{""}, {""}});
  table.Add({"a\nb", "c"});
  EXPECT_EQ(table.Render(), "a b  c\n");
}

TEST(WrapText, BreaksAtSpacesAndBetweenCharacters) {
  EXPECT_THAT(WrapText("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapText("叙永县高家村", 6), ElementsAre("叙永县", "高家村"));
  EXPECT_THAT(WrapText("in叙永县the", 6), ElementsAre("in叙永", "县the"));
  EXPECT_THAT(WrapText("a\nb", 8), ElementsAre("a", "b"));
  EXPECT_THAT(WrapText("unbreakable", 4), ElementsAre("unbreakable"));
  EXPECT_THAT(WrapText("", 8), testing::IsEmpty());
}

TEST(WrapText, BeginsNoLineWithAMarkThatEndsSomething) {
  EXPECT_THAT(WrapText("叙永县，高家", 6), ElementsAre("叙永", "县，高", "家"));
}

RC_GTEST_PROP(WrapText, LosesNothingButSpaces, ()) {
  std::string text;
  for (const std::string& part : *rc::gen::container<std::vector<std::string>>(
           rc::gen::element<std::string>("a", "bc", " ", "县", "，", "é"))) {
    text += part;
  }
  std::string joined;
  for (const std::string& line : WrapText(text, 10)) joined += line;
  std::erase(joined, ' ');
  std::erase(text, ' ');
  RC_ASSERT(joined == text);
}

TEST(JsonString, EscapesWhatJsonDoes) {
  EXPECT_EQ(JsonString("a\"\\\n县\x01"), "\"a\\\"\\\\\\u000a县\\u0001\"");
}

}  // namespace
}  // namespace bangfu::cli
