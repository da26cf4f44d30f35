#include "gateway/cli/render_sheet.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kSheet = R"pb(
  name: "programmes/p1/achievementSheet"
  title: "成绩单"
  organisation: "单位"
  guidelines: "因地制宜"
  guidelines: "精准"
  as_of { year: 2020 month: 12 day: 31 }
  counties {
    name: "counties/510524"
    title: "叙永县"
    start_date { year: 2012 month: 11 day: 1 }
  }
  sections {
    id: "industry"
    title: "产业"
    figures {
      id: "returned"
      caption: "返乡人员"
      value: 93
      value_text: "93"
      unit: UNIT_COUNT
      unit_text: "人"
      counting_unit: COUNTING_UNIT_PERSON
      numerator: 93
      denominator: 1
      scope { project: "cattle" }
      as_of { year: 2020 month: 12 day: 31 }
      basis: BASIS_COMPUTED
      indicator: "persons_returned"
      catalogue_version: "c1"
    }
    figures {
      id: "gain"
      caption: "户均增收"
      value: 1500000
      value_text: "15,000.00"
      unit: UNIT_FEN
      unit_text: "元/户"
      basis: BASIS_COMPUTED
    }
    figures { id: "none" caption: "None" unit_text: "人" basis: BASIS_COMPUTED }
  }
  facilities {
    name: "counties/510524/facilities/F1"
    title: "站"
    village: "counties/510524/villages/510524101227"
    services: "培训"
    services: "医疗"
    open_date { year: 2016 month: 1 day: 2 }
  }
  facilities_left_out: 3
  cases {
    name: "counties/510524/cases/c1"
    title: "案例一"
    story: "事"
    full_name: "甲"
    begin_year: 2013
    consent_document: "consent/1"
    figures {
      id: "case_wage.510524.c1"
      caption: "工资"
      value: 300000
      value_text: "3,000.00"
      unit_text: "元/月"
      basis: BASIS_COMPUTED
    }
  }
  attestations {
    name: "programmes/p1/attestations/a1"
    statement: "名列前茅"
    attestor: "单位"
    date { year: 2020 month: 12 day: 31 }
    document: "d/1"
    basis: BASIS_ATTESTED
  }
  source_heads {
    source: "reporting"
    tree_head { journal: "projects" county: "510524" size: 6196 root_hash: "0123456789abcdef" }
  }
  cases_left_out: 1204
  attestations_left_out: 2
  catalogue_version: "c1"
  template_id: "t"
  template_version: "t1"
)pb";

gateway::v1::AchievementSheet Sheet(const std::string& language) {
  gateway::v1::AchievementSheet sheet;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kSheet, &sheet));
  sheet.set_language_code(language);
  return sheet;
}

TEST(RenderSheet, IsWhatPeopleReadInChinese) {
  EXPECT_EQ(RenderSheet(Sheet("zh-CN")),
            "成绩单\n"
            "======\n"
            "截至    2020-12-31\n"
            "单位    单位\n"
            "方针    因地制宜 · 精准\n"
            "定点县  510524 叙永县 自 2012-11-01\n"
            "\n"
            "产业\n"
            "  返乡人员         93  人     计算  returned\n"
            "  户均增收  15,000.00  元/户  计算  gain\n"
            "  None              —  人     计算  none\n"
            "\n"
            "设施\n"
            "  F1  510524101227  2016-01-02  站  培训、医疗\n"
            "  另有 3 处未列出\n"
            "\n"
            "案例\n"
            "  案例一：甲（自2013年）\n"
            "    事\n"
            "  工资       3,000.00  元/月  计算  case_wage.510524.c1\n"
            "    本人同意书：consent/1\n"
            "  另有 1,204 例未列出\n"
            "\n"
            "陈述（由他人作出，不经计算）\n"
            "  名列前茅\n"
            "    — 单位，2020-12-31，文件 d/1  [陈述]  attestation.a1\n"
            "  另有 2 条未列出\n"
            "\n"
            "依据\n"
            "  来源       账本      县       条数  树根（前16位）\n"
            "  reporting  projects  510524  6,196  3031323334353637\n"
            "  指标目录 c1，模板 t t1\n");
}

TEST(RenderSheet, SpeaksEnglish) {
  const std::string text = RenderSheet(Sheet("en"));
  EXPECT_THAT(text, HasSubstr("As of         2020-12-31\n"));
  EXPECT_THAT(text, HasSubstr("93  人     computed  returned\n"));
  EXPECT_THAT(text, HasSubstr("and 3 more, not listed\n"));
  EXPECT_THAT(text, HasSubstr("  and 1,204 more, not listed\n"));
  EXPECT_THAT(text, HasSubstr("  and 2 more, not listed\n"));
  EXPECT_THAT(text, HasSubstr("[attested]  attestation.a1"));
}

TEST(RenderSheet, SaysOnTopWhatIsMissing) {
  gateway::v1::AchievementSheet sheet = Sheet("en");
  sheet.set_partial(true);
  gateway::v1::UnreachableSource& source = *sheet.add_unreachable();
  source.set_source("households");
  source.set_reason("not reachable");
  EXPECT_THAT(RenderSheet(sheet), StartsWith("!! PARTIAL: "));
  EXPECT_THAT(RenderSheet(sheet), HasSubstr("\n!!   households: not reachable\n"));
}

TEST(RenderSheet, LeavesOutWhatIsNotThere) {
  gateway::v1::AchievementSheet sheet;
  sheet.set_name("programmes/p1/achievementSheet");
  sheet.set_language_code("en");
  const std::string text = RenderSheet(sheet);
  EXPECT_THAT(text, StartsWith("programmes/p1/achievementSheet\n"));
  for (const char* heading : {"Facilities", "Cases", "Attestations", "Computed from", "Mode"}) {
    EXPECT_THAT(text, Not(HasSubstr(heading)));
  }
}

TEST(RenderSheet, SaysThatThereAreCasesWhenNoneIsListed) {
  gateway::v1::AchievementSheet sheet;
  sheet.set_language_code("en");
  sheet.set_cases_left_out(7);
  EXPECT_THAT(RenderSheet(sheet), HasSubstr("\nCases\n  and 7 more, not listed\n"));
}

TEST(CsvOmissions, SayWhatTheRowsDoNotHave) {
  gateway::v1::AchievementSheet sheet;
  sheet.set_language_code("en");
  EXPECT_EQ(CsvOmissions(sheet), "");
  sheet.set_cases_left_out(7);
  sheet.set_attestations_left_out(1234);
  EXPECT_EQ(CsvOmissions(sheet),
            "!! cases: and 7 more, not listed\n!! attestations: and 1,234 more, not listed\n");
  sheet.set_language_code("zh-CN");
  EXPECT_EQ(CsvOmissions(sheet), "!! 案例：另有 7 例未列出\n!! 陈述：另有 1,234 条未列出\n");
}

TEST(SheetCsv, HasARowForEachFigure) {
  const std::string csv = SheetCsv(Sheet("zh-CN"));
  EXPECT_THAT(csv, StartsWith("section,figure,caption,value,value_text,unit,unit_text,"
                              "counting_unit,numerator,denominator,scope,as_of,basis,indicator,"
                              "catalogue_version\n"
                              "industry,returned,返乡人员,93,93,count,人,person,93,1,"
                              "project:cattle,2020-12-31,computed,persons_returned,c1\n"
                              "industry,gain,户均增收,1500000,\"15,000.00\",fen,元/户,"));
  EXPECT_THAT(csv, HasSubstr("\nindustry,none,None,,,"));
  EXPECT_THAT(csv, HasSubstr("\ncounties/510524/cases/c1,case_wage.510524.c1,工资,300000,"));
  EXPECT_THAT(csv, testing::EndsWith("\nattestations,attestation.a1,名列前茅,,,,,,,,programme,"
                                     "2020-12-31,attested,,\n"));
}

}  // namespace
}  // namespace bangfu::cli
