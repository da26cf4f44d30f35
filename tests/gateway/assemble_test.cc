#include "gateway/assemble.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/gateway/proto_text.h"
#include "tests/gateway/sheet_answers.h"

namespace bangfu::gateway {
namespace {

constexpr char kHeading[] = R"(
  name: "programmes/cetc-2020/achievementSheet" as_of { year: 2020 month: 12 day: 31 }
  language_code: "zh-CN"
)";

constexpr char kFromProjects[] = R"(
  title: "成绩单" organisation: "中国电科" guidelines: ["精准", "造血"] mode: "党建+产业"
  counties { name: "counties/510524" start_date { year: 2012 month: 11 day: 1 } }
  counties { name: "counties/610826" start_date { year: 2013 month: 1 day: 1 } }
  facilities {
    name: "counties/510524/facilities/F01" title: "服务站"
    village: "counties/510524/villages/510524101227" services: ["党员活动", "老年餐桌"]
    open_date { year: 2018 month: 3 day: 1 }
  }
  facilities_left_out: 7
  attestations {
    name: "programmes/cetc-2020/attestations/front" project: "programmes/cetc-2020/projects/cattle"
    statement: "位居前列" attestor: "泸州市" date { year: 2020 month: 12 day: 1 }
    document: "paper/9" basis: BASIS_ATTESTED
    entry { journal: "projects" county: "000000" seq: 8 leaf_hash: "a" }
  }
)";

constexpr char kFromReporting[] = R"(
  sections {
    id: "cattle" title: "养牛"
    figures {
      id: "cattle_returned" caption: "返乡人数" value: 93 value_text: "93" unit: UNIT_COUNT
      unit_text: "人" counting_unit: COUNTING_UNIT_PERSON numerator: 93 denominator: 1
      scope { project: "cattle" } as_of { year: 2020 month: 12 day: 31 } catalogue_version: "1"
      basis: BASIS_COMPUTED indicator: "returned"
    }
    figures {
      id: "cattle_gain" caption: "户均增收" value_text: "—" unit: UNIT_FEN unit_text: "元/户"
      counting_unit: COUNTING_UNIT_HOUSEHOLD scope { project: "cattle" }
      as_of { year: 2020 month: 12 day: 31 } catalogue_version: "1" basis: BASIS_COMPUTED
      indicator: "gain_average"
    }
  }
  catalogue_version: "1" template_id: "achievement_sheet" template_version: "2"
)";

std::string CaseOf(const std::string& wage) {
  return R"(
  cases {
    name: "counties/510524/cases/liu" title: "一家人" story: "往事" full_name: "刘某某"
    health: "良好" begin_year: 2013 consent_document: "consent/1"
    figures {
      id: "case_debt.510524.liu" caption: "负债" value: 29800000 value_text: "298,000.00" unit: UNIT_FEN
      unit_text: "元" counting_unit: COUNTING_UNIT_NONE numerator: 29800000 denominator: 1
      scope { subject: "counties/510524/households/H1" }
      as_of { year: 2020 month: 12 day: 31 } basis: BASIS_COMPUTED indicator: "case_debt"
    })" + wage +
         R"(
    household_entry { journal: "households" county: "510524" seq: 3 leaf_hash: "h" }
    case_entry { journal: "households" county: "510524" seq: 4 leaf_hash: "c" }
  })";
}

constexpr char kWage[] = R"(
  figures {
    id: "case_wage.510524.liu" caption: "月工资" value: 300000 value_text: "3,000.00"
    unit: UNIT_FEN_PER_MONTH unit_text: "元/月" counting_unit: COUNTING_UNIT_NONE
    numerator: 300000 denominator: 1
    scope { subject: "counties/510524/households/H1/persons/1" }
    as_of { year: 2020 month: 12 day: 31 } catalogue_version: "1" basis: BASIS_COMPUTED
    indicator: "wage_latest"
  }
)";

constexpr char kHouseholdsHead[] = R"(
  source_heads {
    source: "households"
    tree_head { journal: "households" county: "510524" size: 5 root_hash: "y" }
  }
)";
constexpr char kProjectsHeads[] = R"(
  source_heads {
    source: "projects" tree_head { journal: "projects" county: "000000" size: 9 root_hash: "p" }
  }
  source_heads {
    source: "projects" tree_head { journal: "projects" county: "510524" size: 20 root_hash: "q" }
  }
)";
constexpr char kReportingHeads[] = R"(
  source_heads {
    source: "reporting" tree_head { journal: "households" county: "510524" size: 5 root_hash: "y" }
  }
  source_heads {
    source: "reporting" tree_head { journal: "projects" county: "000000" size: 9 root_hash: "p" }
  }
  source_heads {
    source: "reporting" tree_head { journal: "projects" county: "510524" size: 20 root_hash: "q" }
  }
)";

std::string Unreachable(const std::string& source, const std::string& reason) {
  return "partial: true unreachable { source: '" + source + "' reason: '" + reason + "' }";
}

// The same with what only households knows: the title of the one county that it has.
std::string Titled(std::string from_projects) {
  const std::string_view county = R"(name: "counties/510524")";
  from_projects.insert(from_projects.find(county) + county.size(), " title: '叙永县'");
  return from_projects;
}

std::string Whole() {
  return kHeading + Titled(kFromProjects) + kFromReporting + CaseOf(kWage) + kHouseholdsHead +
         kProjectsHeads + kReportingHeads;
}

TEST(Assemble, AllThreeAnswersMakeAWholeSheet) {
  ExpectProto(Assemble(SampleQuestion(), SampleAnswers()), Whole());
}

TEST(Assemble, SameAnswersGiveTheSameBytes) {
  EXPECT_EQ(Assemble(SampleQuestion(), SampleAnswers()).SerializeAsString(),
            Assemble(SampleQuestion(), SampleAnswers()).SerializeAsString());
}

absl::Status& StatusOf(std::string_view source, SheetAnswers& answers) {
  if (source == kHouseholds) return answers.households.status;
  return source == kProjects ? answers.projects.status : answers.reporting.status;
}

struct SilentSource {
  std::string_view source;
  absl::Status status;
  std::string reason;
  std::string rest;  // what the sheet still shows
};

TEST(Assemble, WhatASilentSourceTellsIsMissingAndTheRestComes) {
  const std::string without_households =
      std::string(kFromProjects) + kFromReporting + kProjectsHeads + kReportingHeads;
  const std::string without_projects =
      std::string(kFromReporting) + CaseOf(kWage) + kHouseholdsHead + kReportingHeads;
  const std::string without_reporting =
      Titled(kFromProjects) + CaseOf("") + kHouseholdsHead + kProjectsHeads;
  const SilentSource cases[] = {
      {kHouseholds, absl::UnavailableError("connect to 127.0.0.1"), "not reachable",
       without_households},
      {kProjects, absl::DeadlineExceededError(""), "no answer in time", without_projects},
      {kReporting, absl::ResourceExhaustedError(""), "too busy", without_reporting},
      {kReporting, absl::InternalError("a name"), "failed: internal", without_reporting},
  };
  for (const SilentSource& silent : cases) {
    SCOPED_TRACE(silent.reason);
    SheetAnswers answers = SampleAnswers();
    StatusOf(silent.source, answers) = silent.status;
    ExpectProto(Assemble(SampleQuestion(), std::move(answers)),
                kHeading + silent.rest + Unreachable(std::string(silent.source), silent.reason));
  }
}

TEST(Assemble, HouseholdsAloneStandsOnAllItsCounties) {
  SheetAnswers answers = SampleAnswers();
  answers.projects.status = answers.reporting.status = absl::UnavailableError("");
  const v1::AchievementSheet sheet = Assemble(SampleQuestion(), std::move(answers));
  EXPECT_EQ(sheet.source_heads_size(), 2);
  EXPECT_EQ(sheet.cases_size(), 1);
  EXPECT_EQ(sheet.unreachable_size(), 2);
}

TEST(Assemble, CaseShowsJustWhatItsConsentCovers) {
  SheetAnswers answers = SampleAnswers();
  households::v1::PublishedCase& published = *answers.households.message.mutable_cases(0);
  published.clear_full_name();
  published.clear_debt_fen();
  auto& scopes = *published.mutable_case_()->mutable_consent()->mutable_scopes();
  scopes.Clear();
  scopes.Add(households::v1::CONSENT_SCOPE_HEALTH);
  const v1::AchievementSheet sheet = Assemble(SampleQuestion(), std::move(answers));
  ASSERT_EQ(sheet.cases_size(), 1);
  EXPECT_EQ(sheet.cases(0).full_name(), "");
  EXPECT_EQ(sheet.cases(0).health(), "良好");
  EXPECT_EQ(sheet.cases(0).figures_size(), 0);
}

TEST(Assemble, CaseThatHouseholdsDoNotPublishIsNotShown) {
  SheetAnswers answers = SampleAnswers();
  answers.households.message.clear_cases();
  const v1::AchievementSheet sheet = Assemble(SampleQuestion(), std::move(answers));
  EXPECT_EQ(sheet.cases_size(), 0);
  EXPECT_EQ(sheet.DebugString().find("case_wage"), std::string::npos);
}

SheetAnswers WithCasesLeftOut() {
  SheetAnswers answers = SampleAnswers();
  LeaveOut("110101", 50, answers);  // not the programme's
  LeaveOut("510524", 2, answers);
  LeaveOut("610826", 3, answers);
  return answers;
}

TEST(Assemble, CasesLeftOutAreThoseOfTheProgrammesCounties) {
  EXPECT_EQ(Assemble(SampleQuestion(), WithCasesLeftOut()).cases_left_out(), 5);
  SheetAnswers unknown = WithCasesLeftOut();
  unknown.projects.status = unknown.reporting.status = absl::UnavailableError("");
  EXPECT_EQ(Assemble(SampleQuestion(), std::move(unknown)).cases_left_out(), 55);
}

TEST(Assemble, AttestationsLeftOutAreCounted) {
  SheetAnswers answers = SampleAnswers();
  answers.projects.message.set_attestations_left_out(4);
  EXPECT_EQ(Assemble(SampleQuestion(), std::move(answers)).attestations_left_out(), 4);
}

// Not 0, which JSON would show.
TEST(Assemble, WhereNothingIsLeftOutThereIsNoCount) {
  SheetAnswers answers = SampleAnswers();
  LeaveOut("110101", 50, answers);
  const v1::AchievementSheet sheet = Assemble(SampleQuestion(), std::move(answers));
  EXPECT_FALSE(sheet.has_cases_left_out());
  EXPECT_FALSE(sheet.has_attestations_left_out());
}

TEST(Assemble, EnglishWhereThereIsEnglishAndChineseElsewhere) {
  SheetQuestion question = SampleQuestion();
  question.language = Language::kEnglish;
  const v1::AchievementSheet sheet = Assemble(question, SampleAnswers());
  EXPECT_EQ(sheet.language_code(), "en");
  EXPECT_EQ(sheet.title(), "Achievement sheet");
  EXPECT_EQ(sheet.organisation(), "中国电科");
  EXPECT_EQ(sheet.guidelines_size(), 2);
  const v1::SheetFigure& figure = sheet.sections(0).figures(0);
  EXPECT_EQ(figure.caption() + " " + figure.unit_text(), "Came home persons");
  EXPECT_EQ(sheet.facilities(0).services(1), "meals for the elderly");
  EXPECT_EQ(sheet.counties(0).title(), "Xuyong");
  EXPECT_EQ(sheet.cases(0).title(), "A family");
  EXPECT_EQ(sheet.cases(0).figures(0).caption(), "Debt");
}

}  // namespace
}  // namespace bangfu::gateway
