#include "gateway/cli/cell_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bangfu/households/v1/households.pb.h"

namespace bangfu::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kCounty = "510524";

TEST(SplitList, KeepsEmptyElements) {
  EXPECT_THAT(SplitList("", ';'), IsEmpty());
  EXPECT_THAT(SplitList("a", ';'), ElementsAre("a"));
  EXPECT_THAT(SplitList("a;b", ';'), ElementsAre("a", "b"));
  EXPECT_THAT(SplitList("a;;b;", ';'), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(SplitList(";", ';'), ElementsAre("", ""));
}

TEST(ReferenceName, MakesNamesOfShortReferences) {
  const struct {
    Conversion conversion;
    std::string_view cell;
    std::optional<std::string> name;
  } cases[] = {
      {Conversion::kPerson, "H0001/1", "counties/510524/households/H0001/persons/1"},
      {Conversion::kPerson, "H0001", std::nullopt},
      {Conversion::kParticipant, "H0001", "counties/510524/households/H0001"},
      {Conversion::kParticipant, "H0001/1", "counties/510524/households/H0001/persons/1"},
      {Conversion::kParticipant, "H0001/", std::nullopt},
      {Conversion::kParticipant, "H0001/1/2", std::nullopt},
      {Conversion::kParticipant, "H 1", std::nullopt},
      {Conversion::kCounterparty, "510524101227", "counties/510524/villages/510524101227"},
      {Conversion::kCounterparty, "H0001", "counties/510524/households/H0001"},
      {Conversion::kPlace, "510524", "counties/510524"},
      {Conversion::kPlace, "510524101227", "counties/510524/villages/510524101227"},
      {Conversion::kPlace, "610826", std::nullopt},
      {Conversion::kPlace, "610826101227", std::nullopt},
  };
  for (const auto& c : cases)
    EXPECT_EQ(ReferenceName(c.conversion, c.cell, kCounty), c.name) << c.cell;
}

TEST(IsNamePart, TakesAPersonWithOrWithoutItsHousehold) {
  EXPECT_TRUE(IsNamePart(Conversion::kPersonId, "1", kCounty, "H0001"));
  EXPECT_TRUE(IsNamePart(Conversion::kPersonId, "H0001/1", kCounty, "H0001"));
  EXPECT_FALSE(IsNamePart(Conversion::kPersonId, "H0002/1", kCounty, "H0001"));
  EXPECT_EQ(NamePart(Conversion::kPersonId, "H0001/1"), "1");
}

TEST(ParseEnumCell, ReadsNamesInLowerCaseWithoutPrefix) {
  const auto& type = *households::v1::PovertyCause_descriptor();
  ASSERT_NE(ParseEnumCell("illness", type), nullptr);
  EXPECT_EQ(ParseEnumCell("illness", type)->number(), households::v1::POVERTY_CAUSE_ILLNESS);
  for (const char* wrong : {"unspecified", "Illness", "POVERTY_CAUSE_ILLNESS", "ill", "1", ""}) {
    EXPECT_EQ(ParseEnumCell(wrong, type), nullptr) << wrong;
  }
}

TEST(EnumText, IsWhatParseEnumCellReads) {
  const auto& type = *households::v1::PovertyCause_descriptor();
  for (int i = 1; i < type.value_count(); ++i) {
    const auto* parsed = ParseEnumCell(EnumText(type.value(i)->number(), type), type);
    ASSERT_NE(parsed, nullptr);
    EXPECT_EQ(parsed->number(), type.value(i)->number());
  }
}

TEST(ParseHonour, NeedsATitleAndADay) {
  const auto honour = ParseHonour("优秀@2014-12-20@honour/1");
  ASSERT_TRUE(honour.has_value());
  EXPECT_EQ(honour->title(), "优秀");
  EXPECT_EQ(honour->document(), "honour/1");
  EXPECT_TRUE(ParseHonour("优秀@2014-12-20@").has_value());
  EXPECT_TRUE(ParseHonour("优秀@2014-12-20").has_value());
  for (const char* wrong : {"优秀", "@2014-12-20", "优秀@2014-13-20", "a@2014-12-20@b@c"}) {
    EXPECT_FALSE(ParseHonour(wrong).has_value()) << wrong;
  }
}

constexpr FenRange kAny = {0, 1'000'000'000};

TEST(ParseCells, RefuseWhatIsNearlyRight) {
  for (const char* wrong : {"2014-02-29", "2014-2-1", "20140201", "2014-02-01 ", ""}) {
    EXPECT_FALSE(ParseDateCell(wrong).has_value()) << wrong;
  }
  for (const char* wrong : {"-5", "1.234", "1,000", "1e3", " 1", "１", "."}) {
    EXPECT_FALSE(ParseYuanCell(wrong, kAny).has_value()) << wrong;
  }
  for (const char* wrong : {"", "1.5", "+1", "1 ", "99999999999"}) {
    EXPECT_FALSE(ParseIntegerCell(wrong).has_value()) << wrong;
  }
  EXPECT_EQ(ParseYuanCell("1234.5", kAny), 123450);
  EXPECT_EQ(ParseYuanCell("0", FenRange{1, 100}), std::nullopt);
  EXPECT_EQ(ParseYuanCell("1.01", FenRange{1, 100}), std::nullopt);
}

}  // namespace
}  // namespace bangfu::cli
