#include "tests/gateway/sheet_answers.h"

#include "tests/gateway/proto_text.h"

namespace bangfu::gateway {
namespace {

constexpr char kHouseholdsAnswer[] = R"(
  cases {
    case {
      name: "counties/510524/cases/liu" programme: "programmes/cetc-2020"
      person: "counties/510524/households/H1/persons/1"
      titles { text: "一家人" language_code: "zh-CN" }
      titles { text: "A family" language_code: "en" }
      stories { text: "往事" language_code: "zh-CN" }
      begin_year: 2013
      consent {
        grant_date { year: 2020 month: 5 day: 1 } document: "consent/1"
        scopes: [CONSENT_SCOPE_NAME, CONSENT_SCOPE_HEALTH, CONSENT_SCOPE_DEBT, CONSENT_SCOPE_WAGE]
      }
    }
    full_name: "刘某某" health: "良好" debt_fen: 29800000
    household_entry { journal: "households" county: "510524" seq: 3 leaf_hash: "h" }
    case_entry { journal: "households" county: "510524" seq: 4 leaf_hash: "c" }
  }
  tree_heads { journal: "households" county: "110101" size: 70 root_hash: "x" }
  tree_heads { journal: "households" county: "510524" size: 5 root_hash: "y" }
  counties { name: "counties/110101" titles { text: "东城区" language_code: "zh-CN" } }
  counties {
    name: "counties/510524"
    titles { text: "叙永县" language_code: "zh-CN" }
    titles { text: "Xuyong" language_code: "en" }
  }
)";

constexpr char kProjectsAnswer[] = R"(
  programme {
    name: "programmes/cetc-2020"
    titles { text: "成绩单" language_code: "zh-CN" }
    titles { text: "Achievement sheet" language_code: "en" }
    organisations { text: "中国电科" language_code: "zh-CN" }
    guidelines { text: "精准" language_code: "zh-CN" }
    guidelines { text: "造血" language_code: "zh-CN" }
    modes { text: "党建+产业" language_code: "zh-CN" }
    designations { county: "counties/610826" start_date { year: 2013 month: 1 day: 1 } }
    designations { county: "counties/510524" start_date { year: 2012 month: 11 day: 1 } }
  }
  facilities {
    name: "counties/510524/facilities/F01" village: "counties/510524/villages/510524101227"
    titles { text: "服务站" language_code: "zh-CN" }
    service_kinds: [SERVICE_KIND_PARTY_ACTIVITIES, SERVICE_KIND_ELDERLY_MEALS]
    open_date { year: 2018 month: 3 day: 1 }
  }
  facilities_left_out: 7
  attestations {
    attestation {
      name: "programmes/cetc-2020/attestations/front" project: "programmes/cetc-2020/projects/cattle"
      statements { text: "位居前列" language_code: "zh-CN" }
      attestors { text: "泸州市" language_code: "zh-CN" }
      date { year: 2020 month: 12 day: 1 } document: "paper/9"
    }
    entry { journal: "projects" county: "000000" seq: 8 leaf_hash: "a" }
  }
  tree_heads { journal: "projects" county: "000000" size: 9 root_hash: "p" }
  tree_heads { journal: "projects" county: "510524" size: 20 root_hash: "q" }
)";

constexpr char kReportingAnswer[] = R"(
  sections {
    id: "cattle" titles { text: "养牛" language_code: "zh-CN" }
    figures {
      id: "cattle_returned" indicator: "returned"
      captions { text: "返乡人数" language_code: "zh-CN" }
      captions { text: "Came home" language_code: "en" }
      value: 93 unit: UNIT_COUNT counting_unit: COUNTING_UNIT_PERSON numerator: 93 denominator: 1
      scope { project: "cattle" } as_of { year: 2020 month: 12 day: 31 }
      catalogue_version: "1" basis: BASIS_COMPUTED
    }
    figures {
      id: "cattle_gain" indicator: "gain_average" captions { text: "户均增收" language_code: "zh-CN" }
      unit: UNIT_FEN counting_unit: COUNTING_UNIT_HOUSEHOLD numerator: 0 denominator: 0
      scope { project: "cattle" } as_of { year: 2020 month: 12 day: 31 }
      catalogue_version: "1" basis: BASIS_COMPUTED
    }
  }
  case_figures {
    case_name: "counties/510524/cases/liu"
    figures {
      id: "case_wage.510524.liu" indicator: "wage_latest" captions { text: "月工资" language_code: "zh-CN" }
      value: 300000 unit: UNIT_FEN_PER_MONTH counting_unit: COUNTING_UNIT_NONE
      numerator: 300000 denominator: 1
      scope { subject: "counties/510524/households/H1/persons/1" }
      as_of { year: 2020 month: 12 day: 31 } catalogue_version: "1" basis: BASIS_COMPUTED
    }
  }
  case_figures {
    case_name: "counties/510524/cases/unpublished"
    figures { id: "case_wage.510524.unpublished" value: 1 }
  }
  tree_heads { journal: "households" county: "510524" size: 5 root_hash: "y" }
  tree_heads { journal: "projects" county: "000000" size: 9 root_hash: "p" }
  tree_heads { journal: "projects" county: "510524" size: 20 root_hash: "q" }
  catalogue_version: "1" template_id: "achievement_sheet" template_version: "2"
)";

}  // namespace

SheetQuestion SampleQuestion() {
  SheetQuestion question{.name = "programmes/cetc-2020/achievementSheet",
                         .programme = "programmes/cetc-2020"};
  question.as_of.set_year(2020);
  question.as_of.set_month(12);
  question.as_of.set_day(31);
  return question;
}

SheetAnswers SampleAnswers() {
  SheetAnswers answers;
  answers.households.message =
      FromText<households::v1::ListPublishedCasesResponse>(kHouseholdsAnswer);
  answers.projects.message = FromText<projects::v1::ProgrammeProfile>(kProjectsAnswer);
  answers.reporting.message = FromText<reporting::v1::ComputeFiguresResponse>(kReportingAnswer);
  return answers;
}

void LeaveOut(const std::string& county, int32_t count, SheetAnswers& answers) {
  households::v1::CasesLeftOut& told = *answers.households.message.add_cases_left_out();
  told.set_county("counties/" + county);
  told.set_count(count);
}

}  // namespace bangfu::gateway
