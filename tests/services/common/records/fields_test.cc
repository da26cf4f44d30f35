#include "services/common/records/fields.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/text/utf8.h"
#include "tests/services/common/text/generators.h"

namespace bangfu::records {
namespace {

using journal::v1::RecordViolation;
using testing::ElementsAre;
using testing::IsEmpty;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// Language and text, by turns.
FieldChecker::LocalizedTexts Localized(
    const std::vector<std::pair<std::string, std::string>>& texts) {
  FieldChecker::LocalizedTexts localized;
  for (const auto& [language, text] : texts) {
    localized.Add()->set_language_code(language);
    localized.rbegin()->set_text(text);
  }
  return localized;
}

class FieldCheckerTest : public testing::Test {
 protected:
  // What was found so far, as "field: description"; begins anew.
  std::vector<std::string> Found() {
    std::vector<std::string> found;
    for (const RecordViolation& violation : Taken()) {
      found.push_back(violation.field() + ": " + violation.description());
    }
    return found;
  }

  std::vector<RecordViolation> Taken() {
    journal::v1::BatchResult result;
    std::exchange(violations_, Violations()).MoveTo(result);
    return {result.violations().begin(), result.violations().end()};
  }

  Violations violations_;
  FieldChecker check_{violations_};
};

TEST_F(FieldCheckerTest, PathsLeadThroughPrefixFieldsAndElements) {
  FieldChecker record(violations_, "programme");
  FieldChecker designation = record.In("designations", 2);
  designation.Invalid("county", "a");
  designation.In("since").Invalid("day", "b");
  designation.Invalid({}, "c");
  record.Invalid({}, "d");
  check_.Invalid("page_size", "e");
  check_.In("positions", 0).Invalid("county", "f");
  EXPECT_THAT(Found(),
              ElementsAre("programme.designations[2].county: a",
                          "programme.designations[2].since.day: b", "programme.designations[2]: c",
                          "programme: d", "page_size: e", "positions[0].county: f"));
}

TEST_F(FieldCheckerTest, ViolationsHaveTheirReason) {
  check_.Invalid("a", "found b, expected c");
  check_.NotFound("village", "counties/510524/villages/510524101227");
  check_.Add("reverses", journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH, "d");
  const std::vector<RecordViolation> taken = Taken();
  ASSERT_EQ(taken.size(), 3U);
  EXPECT_EQ(taken[0].reason(), journal::v1::VIOLATION_REASON_INVALID_FIELD);
  EXPECT_EQ(taken[1].reason(), journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND);
  EXPECT_EQ(taken[1].missing_resource(), "counties/510524/villages/510524101227");
  EXPECT_EQ(taken[1].description(),
            "found \"counties/510524/villages/510524101227\", which is not recorded, expected one "
            "that is");
  EXPECT_EQ(taken[2].reason(), journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH);
}

TEST_F(FieldCheckerTest, NamesOfTheCountyAreGiven) {
  const auto name =
      check_.Name<names::HouseholdName>("name", "counties/510524/households/H0001", "510524");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->household, "H0001");
  EXPECT_TRUE(check_.Name<names::ProgrammeName>("name", "programmes/cetc-2020", "000000"));
  EXPECT_TRUE(check_.Name<names::ProgrammeName>("programme", "programmes/cetc-2020"));
  EXPECT_TRUE(check_.OptionalName<names::CaseName>("case", "counties/610826/cases/a"));
  EXPECT_FALSE(check_.OptionalName<names::CaseName>("case", ""));
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(FieldCheckerTest, OtherNamesAndOtherCountiesAreRefused) {
  EXPECT_FALSE(check_.Name<names::CaseName>("a", ""));
  EXPECT_FALSE(check_.Name<names::CaseName>("b", "cases/x"));
  EXPECT_FALSE(check_.OptionalName<names::CaseName>("c", "x", "510524"));
  EXPECT_FALSE(check_.Name<names::CaseName>("d", "counties/610826/cases/x", "510524"));
  EXPECT_FALSE(check_.Name<names::CaseName>("e", "counties/610826/cases/x", "000000"));
  EXPECT_THAT(
      Found(),
      ElementsAre(
          "a: found nothing, expected a name such as counties/510524/cases/cattle-family",
          "b: found \"cases/x\", expected a name such as counties/510524/cases/cattle-family",
          "c: found \"x\", expected a name such as counties/510524/cases/cattle-family",
          "d: found \"counties/610826/cases/x\", expected one of county 510524",
          "e: found \"counties/610826/cases/x\", expected one of county 000000"));
}

TEST_F(FieldCheckerTest, NamesAreShownToTheirEndUnlessTheyCannotBeOne) {
  const std::string longest =
      "counties/610826/households/" + std::string(40, 'H') + "/persons/" + std::string(40, '1');
  EXPECT_FALSE(check_.Name<names::PersonName>("a", longest, "510524"));
  EXPECT_FALSE(check_.Name<names::PersonName>("b", longest + "1"));
  EXPECT_FALSE(check_.Name<names::PersonName>("c", "刘安富"));
  EXPECT_FALSE(check_.Name<names::PersonName>("d", "h/11010519491231002X"));
  EXPECT_THAT(Found(),
              ElementsAre("a: found \"" + longest + "\", expected one of county 510524",
                          "b: found \"counties/610826/households/HHHHHHHHHHHHH…\", expected a name "
                          "such as counties/510524/households/H0001/persons/1",
                          "c: found a text of 3 characters, expected a name such as "
                          "counties/510524/households/H0001/persons/1",
                          "d: found a text of 20 characters, expected a name such as "
                          "counties/510524/households/H0001/persons/1"));
}

TEST_F(FieldCheckerTest, IdsAndCountyCodes) {
  EXPECT_TRUE(check_.Id("cadre", "C-07"));
  EXPECT_TRUE(check_.County("county", "510524"));
  EXPECT_TRUE(check_.Partition("county", "000000"));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(check_.Id("a", "C 07"));
  EXPECT_FALSE(check_.Id("b", "刘安富", Privacy::kPersonal));
  EXPECT_FALSE(check_.County("c", "000000"));
  EXPECT_FALSE(check_.Partition("d", "51052"));
  EXPECT_THAT(
      Found(),
      ElementsAre(
          "a: found \"C 07\", expected 1 to 40 letters, digits and hyphens, not a hyphen alone, no "
          "identity number",
          "b: expected 1 to 40 letters, digits and hyphens, not a hyphen alone, no identity number",
          "c: found \"000000\", expected a county code of 6 digits such as 510524",
          "d: found \"51052\", expected a county code of 6 digits such as 510524, or 000000"));
}

TEST_F(FieldCheckerTest, RequestIdsHaveUpTo64PrintableAsciiCharacters) {
  for (const std::string& id :
       {std::string("a"), std::string(64, '~'), std::string("a b"), std::string("sha256:00ff")}) {
    EXPECT_TRUE(check_.RequestId("request_id", id)) << id;
  }
  EXPECT_THAT(Found(), IsEmpty());
  for (const std::string& id : {std::string(65, 'a'), std::string("a\n"), std::string("é"),
                                std::string("\x7f"), std::string(1, '\0')}) {
    EXPECT_FALSE(check_.RequestId("request_id", id)) << id;
    EXPECT_EQ(Taken().size(), 1U);
  }
  EXPECT_FALSE(check_.RequestId("request_id", ""));
  EXPECT_THAT(Found(), ElementsAre("request_id: found \"\" of 0 bytes, expected 1 to 64 printable "
                                   "ASCII characters"));
}

TEST_F(FieldCheckerTest, DatesAreRequiredOrOptional) {
  EXPECT_EQ(check_.RequiredDate("a", Date(1970, 1, 2)), date::Date{1});
  EXPECT_EQ(check_.OptionalDate("b", Date(1970, 1, 2)), date::Date{1});
  EXPECT_EQ(check_.OptionalDate("c", Date(0, 0, 0)), std::nullopt);
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(check_.RequiredDate("d", Date(0, 0, 0)), std::nullopt);
  EXPECT_EQ(check_.RequiredDate("e", Date(2019, 2, 29)), std::nullopt);
  EXPECT_EQ(check_.OptionalDate("f", Date(2019, 2, 0)), std::nullopt);
  EXPECT_THAT(Found(), ElementsAre("d: found nothing, expected a date",
                                   "e: 2019-02-29 is not a date: February 2019 has 28 days",
                                   "f: found a date without a day, expected year, month and day"));
}

TEST_F(FieldCheckerTest, DatesInTheWrongOrderAreRefused) {
  const date::Date first{0};
  const date::Date second{1};
  EXPECT_TRUE(check_.DateNotBefore("end_date", second, "start_date", first));
  EXPECT_TRUE(check_.DateNotBefore("end_date", first, "start_date", first));
  EXPECT_TRUE(check_.DateNotBefore("end_date", std::nullopt, "start_date", first));
  EXPECT_TRUE(check_.DateNotBefore("end_date", first, "start_date", std::nullopt));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(check_.DateNotBefore("end_date", first, "start_date", second));
  EXPECT_THAT(Found(), ElementsAre("end_date: found 1970-01-01, expected start_date 1970-01-02 or "
                                   "a later day"));
}

TEST_F(FieldCheckerTest, TextsHaveALengthInCodePoints) {
  EXPECT_TRUE(check_.Text("a", "", {0, 3}));
  EXPECT_TRUE(check_.Text("b", "江门镇", {1, 3}));
  EXPECT_TRUE(check_.Text("c", "a\tb\nc", {1, 5}));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(check_.Text("d", "", {1, 3}));
  EXPECT_FALSE(check_.Text("e", "叙永县城", {1, 3}));
  EXPECT_FALSE(check_.Text("f", "x", {18, 18}));
  EXPECT_FALSE(check_.Text("g", "刘安富刘安富", {1, 3}, Privacy::kPersonal));
  EXPECT_THAT(Found(), ElementsAre("d: found 0 characters, expected 1 to 3 characters",
                                   "e: found 4 characters, expected 1 to 3 characters",
                                   "f: found 1 character, expected 18 characters",
                                   "g: expected 1 to 3 characters"));
}

TEST_F(FieldCheckerTest, BytesThatAreNotUtf8AndControlCharactersAreRefused) {
  EXPECT_FALSE(check_.Text("a", "ab\xC0\x80", {0, 9}));
  EXPECT_FALSE(check_.Text("b", "\xED\xA0\x80", {0, 9}, Privacy::kPersonal));
  EXPECT_FALSE(check_.Text("c", "江\x1b[2J", {0, 9}));
  EXPECT_FALSE(check_.Text("d", std::string("\0", 1), {0, 9}));
  EXPECT_FALSE(check_.Text("e", "a\r\n", {0, 9}));
  EXPECT_FALSE(check_.Text("f", "\x7f", {0, 9}));
  EXPECT_FALSE(check_.Text("g", "\xC2\x85", {0, 9}));
  EXPECT_THAT(Found(), ElementsAre("a: found what is not UTF-8 at byte 2, expected UTF-8 text",
                                   "b: found what is not UTF-8 at byte 0, expected UTF-8 text",
                                   "c: found a control character at byte 3, expected UTF-8 text",
                                   "d: found a control character at byte 0, expected UTF-8 text",
                                   "e: found a control character at byte 1, expected UTF-8 text",
                                   "f: found a control character at byte 0, expected UTF-8 text",
                                   "g: found a control character at byte 0, expected UTF-8 text"));
}

TEST_F(FieldCheckerTest, LocalizedTextsHaveEachLanguageOnce) {
  EXPECT_TRUE(check_.Texts("a", Localized({{"zh-CN", "牛"}}), true, 50));
  EXPECT_TRUE(check_.Texts("b", Localized({{"en", "cattle"}, {"zh-CN", "牛"}}), true, 50));
  EXPECT_TRUE(check_.Texts("c", Localized({}), false, 50));
  EXPECT_TRUE(check_.Texts("d", Localized({{"en", "cattle"}}), false, 50));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(check_.Texts("e", Localized({}), true, 50));
  EXPECT_FALSE(check_.Texts("f", Localized({{"en", "cattle"}}), true, 50));
  EXPECT_FALSE(check_.Texts("g", Localized({{"zh-CN", "牛"}, {"fr", "bétail"}}), true, 50));
  EXPECT_FALSE(check_.Texts("h", Localized({{"zh-CN", "牛"}, {"zh-CN", "牛"}}), true, 50));
  EXPECT_FALSE(check_.Texts("i", Localized({{"zh-CN", "牛牛"}, {"en", ""}}), true, 1));
  EXPECT_THAT(Found(),
              ElementsAre("e: found nothing, expected at least one in zh-CN",
                          "f: found no text in zh-CN, expected at least one in zh-CN",
                          "g[1].language_code: found \"fr\", expected zh-CN or en",
                          "h[1].language_code: found \"zh-CN\" again, expected each language once",
                          "i[0].text: found 2 characters, expected 1 character",
                          "i[1].text: found 0 characters, expected 1 character"));
}

TEST_F(FieldCheckerTest, ListsOfTextsAreAsLongInEveryLanguage) {
  EXPECT_TRUE(check_.TextLists("a", Localized({{"zh-CN", "一"}, {"zh-CN", "二"}}), true, 50));
  EXPECT_TRUE(check_.TextLists("b", Localized({{"zh-CN", "一"}, {"en", "one"}}), true, 50));
  EXPECT_TRUE(check_.TextLists("c", Localized({}), false, 50));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(check_.TextLists("d", Localized({{"zh-CN", "一"}, {"en", "one"}, {"zh-CN", "二"}}),
                                true, 50));
  EXPECT_FALSE(check_.TextLists("e", Localized({{"en", "one"}}), true, 50));
  EXPECT_FALSE(check_.TextLists("f", Localized({{"zh-CN", ""}, {"de", "eins"}}), true, 50));
  const std::pair<std::string, std::string> one = {"zh-CN", "一"};
  EXPECT_TRUE(check_.TextLists("g", Localized({20, one}), true, 50));
  EXPECT_FALSE(check_.TextLists("h", Localized({21, one}), true, 50));
  EXPECT_FALSE(check_.TextLists("i", Localized({1000, {"de", ""}}), true, 50));
  EXPECT_THAT(
      Found(),
      ElementsAre("d: found 2 in zh-CN and 1 in en, expected as many in one language as in the "
                  "other",
                  "e: found 0 in zh-CN and 1 in en, expected at least one in zh-CN",
                  "f[0].text: found 0 characters, expected 1 to 50 characters",
                  "f[1].language_code: found \"de\", expected zh-CN or en",
                  "h: found 21 in zh-CN and 0 in en, expected at most 20 texts in each language",
                  "i: found 1000 texts, expected at most 20 texts in each language"));
}

TEST_F(FieldCheckerTest, EnumValuesAreKnownAndSpecified) {
  const auto* type = projects::v1::Pillar_descriptor();
  for (int value = 1; value <= 4; ++value) EXPECT_TRUE(check_.EnumValue("pillar", value, type));
  EXPECT_THAT(Found(), IsEmpty());
  for (const int value : {0, 5, -1, INT32_MAX}) EXPECT_FALSE(check_.EnumValue("p", value, type));
  const std::string expected =
      ", expected a Pillar from PILLAR_INDUSTRY (1) to PILLAR_AMBITION_AND_SKILL (4)";
  EXPECT_THAT(Found(),
              ElementsAre("p: found PILLAR_UNSPECIFIED" + expected, "p: found 5" + expected,
                          "p: found -1" + expected, "p: found 2147483647" + expected));
}

TEST_F(FieldCheckerTest, SetsOfEnumValuesHaveEachOnceAndOneAtLeast) {
  const auto* type = projects::v1::ServiceKind_descriptor();
  projects::v1::Facility facility;
  EXPECT_FALSE(check_.EnumValues("service_kinds", facility.service_kinds(), type));
  EXPECT_THAT(Found(),
              ElementsAre("service_kinds: found nothing, expected at least one ServiceKind"));
  facility.add_service_kinds(projects::v1::SERVICE_KIND_CONVENIENCE);
  facility.add_service_kinds(projects::v1::SERVICE_KIND_ELDERLY_MEALS);
  EXPECT_TRUE(check_.EnumValues("service_kinds", facility.service_kinds(), type));
  facility.add_service_kinds(projects::v1::SERVICE_KIND_CONVENIENCE);
  EXPECT_FALSE(check_.EnumValues("service_kinds", facility.service_kinds(), type));
  facility.set_service_kinds(2, static_cast<projects::v1::ServiceKind>(99));
  EXPECT_FALSE(check_.EnumValues("service_kinds", facility.service_kinds(), type));
  EXPECT_THAT(Found(),
              ElementsAre("service_kinds[2]: found SERVICE_KIND_CONVENIENCE again, expected each "
                          "once",
                          "service_kinds[2]: found 99, expected a ServiceKind from "
                          "SERVICE_KIND_PARTY_ACTIVITIES (1) to SERVICE_KIND_ELDERLY_MEALS (6)"));
}

TEST_F(FieldCheckerTest, NumbersHaveARange) {
  EXPECT_TRUE(check_.IntRange("a", 1, 1, 100'000'000'000'000));
  EXPECT_TRUE(check_.IntRange("b", 100'000'000'000'000, 1, 100'000'000'000'000));
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_FALSE(check_.IntRange("amount_fen", 0, 1, 100));
  EXPECT_FALSE(check_.IntRange("amount_fen", 101, 1, 100));
  EXPECT_FALSE(check_.IntRange("debt_fen", -5, 0, 100, Privacy::kPersonal));
  EXPECT_THAT(Found(), ElementsAre("amount_fen: found 0, expected 1 to 100",
                                   "amount_fen: found 101, expected 1 to 100",
                                   "debt_fen: expected 0 to 100"));
}

RC_GTEST_PROP(FieldChecker, AnyBytesGiveOneViolationOrNone, ()) {
  const std::string text = *text::AnyBytes();
  Violations violations;
  FieldChecker check(violations);
  const bool good = check.Text("a", text, {0, 10});
  RC_ASSERT(good == violations.empty());
  const bool named = check.Name<names::ParticipantName>("b", text).has_value();
  const bool requested = check.RequestId("c", text);
  journal::v1::BatchResult result;
  std::move(violations).MoveTo(result);
  RC_ASSERT(result.violations_size() == !good + !named + !requested);
  result.SerializeAsString();  // descriptions are UTF-8 whatever was found
  for (const RecordViolation& violation : result.violations()) {
    RC_ASSERT(!text::ValidateUtf8(violation.description()).has_value());
  }
}

RC_GTEST_PROP(FieldChecker, TextOfCodePointsIsAsLongAsTheyAreMany, ()) {
  const auto code_points = *rc::gen::container<std::vector<char32_t>>(rc::gen::suchThat(
      text::AnyCodePoint(), [](char32_t c) { return c >= 0x20 && (c < 0x7F || c >= 0xA0); }));
  const int count = static_cast<int>(code_points.size());
  const std::string text = text::EncodeAll(code_points);
  Violations violations;
  FieldChecker check(violations);
  RC_ASSERT(check.Text("a", text, {count, count}));
  RC_ASSERT(!check.Text("a", text, {count + 1, count + 1}));
  RC_ASSERT(!check.Text("a", text, {0, count - 1}));
}

}  // namespace
}  // namespace bangfu::records
