#include "services/reporting/catalogue.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"
#include "services/reporting/catalogue_check.h"
#include "tests/services/common/sql/temp_database.h"

namespace bangfu::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kTitles = R"(
  titles { text: "甲" language_code: "zh-CN" } titles { text: "a" language_code: "en" } )";

template <typename Message>
Message ParseText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string Indicator(const std::string& rest, const std::string& id = "x") {
  return "indicators { id: '" + id + "'" + std::string(kTitles) + rest + "}";
}

// An indicator of a unit, a counting unit and a formula.
std::string Counted(const std::string& unit, const std::string& counting_unit,
                    const std::string& formula) {
  return Indicator("unit: UNIT_" + unit + " counting_unit: COUNTING_UNIT_" + counting_unit +
                   " formula { " + formula + " }");
}

std::string Term(const std::string& aggregate, const std::string& kind,
                 const std::string& rest = "") {
  return "terms { aggregate: AGGREGATE_" + aggregate + " kind: FACT_KIND_" + kind + " " + rest +
         " }";
}

v1::Catalogue CatalogueOf(const std::string& indicators) {
  return ParseText<v1::Catalogue>("version: '1' " + indicators);
}

const std::string kReturned =
    Counted("COUNT", "PERSON", "numerator { " + Term("DISTINCT", "RETURNED_HOME") + " }");
const std::string kSum = "numerator { " + Term("SUM", "WAGE") + " }";
const std::string kLatest = "numerator { " + Term("LATEST", "WAGE") + " }";

TEST(CatalogueCheckTest, SoundIndicatorsPass) {
  for (const std::string& indicator :
       {kReturned, Counted("FEN", "NONE", kSum), Counted("FEN_PER_MONTH", "NONE", kLatest),
        Counted("COUNT", "PERSON_TIME", "numerator { " + Term("COUNT", "RETURNED_HOME") + " }"),
        Counted("COUNT", "PERSON", "numerator { " + Term("UNION", "POSTING") + " }"),
        Counted("FEN", "PERSON", kSum + " denominator { " + Term("DISTINCT", "WAGE") + " }")}) {
    const absl::Status status = CheckCatalogue(CatalogueOf(indicator));
    EXPECT_TRUE(status.ok()) << indicator << status;
  }
}

TEST(CatalogueCheckTest, WhatDoesNotHoldTogetherIsRefused) {
  const auto number = [](const std::string& terms, const std::string& unit = "PERSON") {
    return Counted("COUNT", unit, "numerator { " + terms + " }");
  };
  const std::string distinct = Term("DISTINCT", "WAGE");
  const std::pair<std::string, std::string> cases[] = {
      {kReturned + kReturned, "two of this id"},
      {Indicator("", "Upper"), "lower case"},
      {"indicators { id: 'x' titles { text: 'a' language_code: 'en' } }", "titles are in"},
      {Indicator("notes { text: 'a' language_code: 'en' }"), "notes are in"},
      {Indicator("counting_unit: COUNTING_UNIT_NONE"), "a unit is missing"},
      {Indicator("unit: UNIT_FEN"), "a counting unit is missing"},
      {number(""), "needs a term"},
      {number("terms { kind: FACT_KIND_WAGE }"), "needs an aggregate"},
      {number("terms { aggregate: AGGREGATE_COUNT }"), "needs a kind"},
      {number(Term("DISTINCT", "WAGE", "sign: 2")), "a sign is"},
      {number(Term("SUM", "POSTING")), "of money"},
      {number(Term("UNION", "RETURNED_HOME")), "UNION is of subjects"},
      {number(Term("UNION", "POSTING", "facet: 'K01'")), "over all facets"},
      {number(Term("DISTINCT", "POSTING")), "these take UNION"},
      {number(Term("DISTINCT", "WAGE", "facet: 'x'")), "have no facet"},
      {number(distinct + distinct), "stand alone"},
      {number(Term("DISTINCT", "WAGE", "sign: -1")), "stand alone"},
      {number(Term("COUNT", "WAGE") + Term("SUM", "WAGE")), "fen and numbers"},
      {number(distinct, "NONE"), "needs a counting unit"},
      {number(distinct, "PERSON_TIME"), "not person-times"},
      {number(Term("COUNT", "WAGE"), "PERSON"), "may count one twice"},
      {Counted("FEN", "PERSON", "numerator { " + distinct + " }"), "the unit is not"},
      {Counted("COUNT", "NONE", kSum), "the unit is not"},
      {Counted("FEN_PER_MONTH", "NONE", kSum), "is of LATEST"},
      {Counted("FEN", "PERSON", kSum), "COUNTING_UNIT_NONE"},
      {Counted("COUNT", "PERSON",
               "numerator { " + distinct + " } denominator { " + distinct + " }"),
       "fen per number"},
      {Counted("FEN", "NONE", kSum + " denominator { " + Term("SUM", "WAGE") + " }"),
       "fen per number"},
      {Counted("FEN", "NONE", kSum + " denominator { " + distinct + " }"), "needs a counting unit"},
      {Counted("FEN", "PERSON", kLatest + " denominator { " + distinct + " }"), "no denominator"},
  };
  for (const auto& [indicators, what] : cases) {
    EXPECT_THAT(std::string(CheckCatalogue(CatalogueOf(indicators)).message()), HasSubstr(what))
        << indicators;
  }
  EXPECT_THAT(std::string(CheckCatalogue(v1::Catalogue()).message()), HasSubstr("no version"));
}

std::string Sheet(const std::string& figures, const std::string& rest = "") {
  return "id: 'sheet' version: '1' sections { id: 's' " + std::string(kTitles) + figures + " } " +
         rest;
}

TEST(CatalogueCheckTest, TemplateThatDoesNotFitTheCatalogueIsRefused) {
  const v1::Catalogue catalogue = CatalogueOf(
      kReturned +
      Indicator(
          "unit: UNIT_FEN_PER_MONTH counting_unit: COUNTING_UNIT_NONE formula { " + kLatest + " }",
          "latest") +
      Indicator("unit: UNIT_COUNT counting_unit: COUNTING_UNIT_HOUSEHOLD formula { numerator { " +
                    Term("DISTINCT", "HOUSEHOLD_LIFTED") + " } }",
                "lifted"));
  const auto check = [&](const std::string& text) {
    return std::string(CheckTemplate(ParseText<v1::SheetTemplate>(text), catalogue).message());
  };
  EXPECT_EQ(check(Sheet("figures { id: 'f' indicator: 'x' scope { project: 'cattle' } }",
                        "case_figures { id: 'w' indicator: 'latest' }")),
            "");
  const std::pair<std::string, std::string> cases[] = {
      {"id: 'Upper' version: '1'", "lower case"},
      {"id: 'sheet'", "version is missing"},
      {Sheet("", "sections { id: 's' " + std::string(kTitles) + "}"), "two of this id"},
      {"id: 'sheet' version: '1' sections { id: 's' }", "titles are in"},
      {Sheet("figures { id: 'f' indicator: 'y' }"), "no indicator \"y\""},
      {Sheet("figures { id: 'F' indicator: 'x' }"), "lower case"},
      {Sheet("figures { id: 'f' indicator: 'x' } figures { id: 'f' indicator: 'x' }"),
       "two of this id"},
      {Sheet("figures { id: 'f' indicator: 'x' captions { text: 'a' language_code: 'en' } }"),
       "captions are in"},
      {Sheet("figures { id: 'f' indicator: 'x' scope { subject: 's' } }"), "not of one subject"},
      {Sheet("figures { id: 'f' indicator: 'x' scope { project: 'a/b' } }"), "by its id"},
      {Sheet("figures { id: 'f' indicator: 'x' scope { pillar: 'INDUSTRY' } }"), "PILLAR_INDUSTRY"},
      {Sheet("figures { id: 'f' indicator: 'lifted' scope { project: 'cattle' } }"),
       "belongs to projects"},
      {Sheet("figures { id: 'f' indicator: 'latest' }"), "figures of a case"},
      {Sheet("", "case_figures { id: 'f' indicator: 'x' }"), "figures of a case"},
      {Sheet("", "case_figures { id: 'f' indicator: 'latest' scope { project: 'cattle' } }"),
       "scope of the case"},
  };
  for (const auto& [text, what] : cases) EXPECT_THAT(check(text), HasSubstr(what)) << text;
}

class DefinitionsTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_.File(name)) << text;
  }
  std::string LoadError() {
    return std::string(Definitions::Load(directory_.File("")).status().message());
  }

  sql::TempDirectory directory_;
};

TEST_F(DefinitionsTest, ShippedOnesLoadAndAreSortedById) {
  const absl::StatusOr<Definitions> definitions = Definitions::Load(BANGFU_DEFINITIONS_DIR);
  ASSERT_TRUE(definitions.ok()) << definitions.status();
  const SheetPlan* plan = definitions->FindPlan("");
  ASSERT_NE(plan, nullptr);
  EXPECT_EQ(plan, definitions->FindPlan("achievement_sheet"));
  EXPECT_EQ(definitions->FindPlan("other"), nullptr);
  EXPECT_EQ(plan->FindFigure("cattle_returned")->scope, "project/cattle");
  EXPECT_EQ(plan->FindFigure("case_wage"), nullptr);
  EXPECT_NE(plan->FindCaseFigure("case_wage"), nullptr);
  for (int i = 1; i < definitions->catalogue().indicators_size(); ++i) {
    EXPECT_LT(definitions->catalogue().indicators(i - 1).id(),
              definitions->catalogue().indicators(i).id());
  }
}

TEST_F(DefinitionsTest, ErrorNamesFileAndPlace) {
  EXPECT_THAT(LoadError(), HasSubstr("indicators.textproto: cannot read it"));
  Write("indicators.textproto", "version: '1'\n indicators { id: 5 }");
  EXPECT_THAT(LoadError(), HasSubstr("indicators.textproto: 2:"));
  Write("indicators.textproto", "version: '1' indicators { id: 'x' }");
  EXPECT_THAT(LoadError(), HasSubstr("indicators.textproto: indicator \"x\": titles"));
  Write("indicators.textproto", "version: '1' " + kReturned);
  Write("one.textproto", Sheet("figures { id: 'f' indicator: 'y' }"));
  EXPECT_THAT(LoadError(), HasSubstr("one.textproto: figure \"f\": the catalogue has no"));
  Write("one.textproto", Sheet("figures { id: 'f' indicator: 'x' }"));
  EXPECT_THAT(LoadError(), HasSubstr("there is no template achievement_sheet"));
  Write("two.textproto", Sheet("figures { id: 'f' indicator: 'x' }"));
  EXPECT_THAT(LoadError(), HasSubstr("two.textproto: template \"sheet\": another file"));
}

TEST_F(DefinitionsTest, DirectoryThatIsNotThereIsNamed) {
  EXPECT_THAT(std::string(Definitions::Load("/nowhere/at/all").status().message()),
              StartsWith("/nowhere/at/all/indicators.textproto: "));
}

}  // namespace
}  // namespace bangfu::reporting
