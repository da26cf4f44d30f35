#include "gateway/figure_text.h"

#include <gtest/gtest.h>

#include "google/protobuf/descriptor.h"
#include "tests/gateway/proto_text.h"

namespace bangfu::gateway {
namespace {

using reporting::v1::CountingUnit;
using reporting::v1::Unit;

TEST(FigureText, ValuesReadAsPeopleWriteThem) {
  const struct {
    std::optional<int64_t> value;
    Unit unit;
    const char* text;
  } cases[] = {
      {0, reporting::v1::UNIT_COUNT, "0"},
      {93, reporting::v1::UNIT_COUNT, "93"},
      {999, reporting::v1::UNIT_COUNT, "999"},
      {1000, reporting::v1::UNIT_COUNT, "1,000"},
      {-123456, reporting::v1::UNIT_COUNT, "-123,456"},
      {1234567, reporting::v1::UNIT_COUNT, "1,234,567"},
      {INT64_MIN, reporting::v1::UNIT_COUNT, "-9,223,372,036,854,775,808"},
      {1'500'000, reporting::v1::UNIT_FEN, "15,000.00"},
      {2'152'000'000, reporting::v1::UNIT_FEN, "21,520,000.00"},
      {300'000, reporting::v1::UNIT_FEN_PER_MONTH, "3,000.00"},
      {std::nullopt, reporting::v1::UNIT_FEN, "—"},
      {std::nullopt, reporting::v1::UNIT_COUNT, "—"},
  };
  for (const auto& one : cases) EXPECT_EQ(ValueText(one.value, one.unit), one.text);
}

TEST(FigureText, UnitsReadInBothLanguages) {
  const struct {
    Unit unit;
    CountingUnit counting_unit;
    const char* chinese;
    const char* english;
  } cases[] = {
      {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_PERSON, "人", "persons"},
      {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_HOUSEHOLD, "户", "households"},
      {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_SERVICE_KIND, "类", "kinds"},
      {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_COUNTY, "个", "counties"},
      {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_NONE, "元", "yuan"},
      {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_HOUSEHOLD, "元/户",
       "yuan per household"},
      {reporting::v1::UNIT_FEN, reporting::v1::COUNTING_UNIT_PERSON, "元/人", "yuan per person"},
      {reporting::v1::UNIT_FEN_PER_MONTH, reporting::v1::COUNTING_UNIT_NONE, "元/月",
       "yuan per month"},
      {reporting::v1::UNIT_COUNT, reporting::v1::COUNTING_UNIT_NONE, "", ""},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(UnitText(one.unit, one.counting_unit, Language::kChinese), one.chinese);
    EXPECT_EQ(UnitText(one.unit, one.counting_unit, Language::kEnglish), one.english);
  }
}

TEST(FigureText, EveryServiceKindOfTheContractHasWords) {
  const auto& kinds = *google::protobuf::GetEnumDescriptor<projects::v1::ServiceKind>();
  for (int i = 1; i < kinds.value_count(); ++i) {  // 0 is UNSPECIFIED
    const auto kind = static_cast<projects::v1::ServiceKind>(kinds.value(i)->number());
    EXPECT_NE(ServiceText(kind, Language::kChinese), "") << kinds.value(i)->name();
    EXPECT_NE(ServiceText(kind, Language::kEnglish), "") << kinds.value(i)->name();
  }
}

LocalizedTexts Texts(const std::string& text) {
  return FromText<projects::v1::Programme>(text).titles();
}

TEST(LanguageChoice, MissingLanguageFallsBackToChinese) {
  const LocalizedTexts both = Texts(R"(titles { text: "成绩单" language_code: "zh-CN" }
                                       titles { text: "Sheet" language_code: "en" })");
  EXPECT_EQ(TextIn(both, Language::kEnglish), "Sheet");
  EXPECT_EQ(TextIn(both, Language::kChinese), "成绩单");
  const LocalizedTexts chinese = Texts(R"(titles { text: "成绩单" language_code: "zh-CN" })");
  EXPECT_EQ(TextIn(chinese, Language::kEnglish), "成绩单");
  EXPECT_EQ(TextIn(Texts(""), Language::kEnglish), "");
}

TEST(LanguageChoice, ListsFallBackWhole) {
  const LocalizedTexts texts = Texts(R"(titles { text: "一" language_code: "zh-CN" }
                                        titles { text: "二" language_code: "zh-CN" }
                                        titles { text: "one" language_code: "en" })");
  EXPECT_EQ(TextsIn(texts, Language::kChinese), (std::vector<std::string_view>{"一", "二"}));
  EXPECT_EQ(TextsIn(texts, Language::kEnglish), (std::vector<std::string_view>{"one"}));
  const LocalizedTexts chinese = Texts(R"(titles { text: "一" language_code: "zh-CN" })");
  EXPECT_EQ(TextsIn(chinese, Language::kEnglish), (std::vector<std::string_view>{"一"}));
}

}  // namespace
}  // namespace bangfu::gateway
