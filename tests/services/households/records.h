// Small valid records of the register, to be spoilt one field at a time.
#ifndef BANGFU_TESTS_SERVICES_HOUSEHOLDS_RECORDS_H_
#define BANGFU_TESTS_SERVICES_HOUSEHOLDS_RECORDS_H_

#include <string>

#include "bangfu/households/v1/households_service.pb.h"
#include "tests/services/common/records/values.h"

namespace bangfu::households {

using records::AddText;
using records::Day;

inline v1::Record CountyRecord() {
  v1::Record record;
  v1::County& county = *record.mutable_county();
  county.set_name("counties/510524");
  AddText(county.mutable_titles(), "zh-CN", "叙永县");
  AddText(county.mutable_titles(), "en", "Xuyong");
  county.set_prefecture("泸州市");
  county.set_province("四川省");
  return record;
}

inline v1::Record VillageRecord() {
  v1::Record record;
  v1::Village& village = *record.mutable_village();
  village.set_name("counties/510524/villages/510524101227");
  village.set_title("高家村");
  village.set_township("江门镇");
  return record;
}

inline v1::Record HouseholdRecord(const std::string& id = "H0001") {
  v1::Record record;
  v1::Household& household = *record.mutable_household();
  household.set_name("counties/510524/households/" + id);
  household.set_village("counties/510524/villages/510524101227");
  household.set_category(v1::HOUSEHOLD_CATEGORY_GENERAL);
  household.set_main_cause(v1::POVERTY_CAUSE_ILLNESS);
  *household.mutable_register_date() = Day(2014, 3, 1);
  *household.mutable_lift_date() = Day(2019, 12, 31);
  household.set_debt_fen(29'800'000);
  return record;
}

inline v1::Record PersonRecord(const std::string& household = "H0001",
                               const std::string& id = "1") {
  v1::Record record;
  v1::Person& person = *record.mutable_person();
  person.set_name("counties/510524/households/" + household + "/persons/" + id);
  person.set_full_name("测试人");
  person.set_id_number("11010519491231002X");
  person.set_relation(v1::RELATION_HEAD);
  person.set_sex(v1::SEX_MALE);
  person.set_birth_year(1949);
  person.set_health("慢性病");
  return record;
}

inline v1::Record CaseRecord() {
  v1::Record record;
  v1::Case& told = *record.mutable_case_();
  told.set_name("counties/510524/cases/one");
  told.set_programme("programmes/p");
  told.set_person("counties/510524/households/H0001/persons/1");
  AddText(told.mutable_titles(), "zh-CN", "案例");
  AddText(told.mutable_stories(), "zh-CN", "故事");
  told.set_begin_year(2013);
  v1::Consent& consent = *told.mutable_consent();
  *consent.mutable_grant_date() = Day(2018, 5, 1);
  consent.set_document("consent/1");
  for (int scope = 1; scope <= 4; ++scope) {
    consent.add_scopes(static_cast<v1::ConsentScope>(scope));
  }
  return record;
}

}  // namespace bangfu::households

#endif  // BANGFU_TESTS_SERVICES_HOUSEHOLDS_RECORDS_H_
