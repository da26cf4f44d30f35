// Every rule for a field of the register, by table: a valid record, spoilt in one place.
#include "services/households/validate.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/households/records.h"

namespace bangfu::households {
namespace {

std::vector<std::string> FieldsRefused(v1::Record record, std::string* description = nullptr) {
  records::Violations violations;
  Validate("510524", record, violations);
  journal::v1::BatchResult result;
  std::move(violations).MoveTo(result);
  std::vector<std::string> fields;
  for (const auto& violation : result.violations()) {
    fields.push_back(violation.field());
    if (description != nullptr) *description += violation.description();
  }
  return fields;
}

TEST(ValidateTest, WholeRecordsPass) {
  for (const v1::Record& record :
       {CountyRecord(), VillageRecord(), HouseholdRecord(), PersonRecord(), CaseRecord()}) {
    EXPECT_THAT(FieldsRefused(record), ::testing::IsEmpty()) << record.ShortDebugString();
  }
}

struct Spoilt {
  const char* field;
  v1::Record record;
  std::function<void(v1::Record&)> spoil;
};

class SpoiltFieldTest : public ::testing::TestWithParam<Spoilt> {};

TEST_P(SpoiltFieldTest, IsNamed) {
  v1::Record record = GetParam().record;
  GetParam().spoil(record);
  EXPECT_THAT(FieldsRefused(record), ::testing::ElementsAre(GetParam().field));
}

INSTANTIATE_TEST_SUITE_P(
    Register, SpoiltFieldTest,
    ::testing::Values(
        Spoilt{"record", {}, [](v1::Record&) {}},
        Spoilt{"county.name", CountyRecord(),
               [](v1::Record& r) { r.mutable_county()->set_name("counties/610826"); }},
        Spoilt{"county.titles", CountyRecord(),
               [](v1::Record& r) { r.mutable_county()->clear_titles(); }},
        Spoilt{"county.province", CountyRecord(),
               [](v1::Record& r) { r.mutable_county()->clear_province(); }},
        Spoilt{"village.name", VillageRecord(),
               [](v1::Record& r) {
                 r.mutable_village()->set_name("counties/510524/villages/610826101227");
               }},
        Spoilt{"village.title", VillageRecord(),
               [](v1::Record& r) { r.mutable_village()->set_title(std::string(101, 'x')); }},
        Spoilt{"household.name", HouseholdRecord(),
               [](v1::Record& r) { r.mutable_household()->set_name("H0001"); }},
        Spoilt{"household.village", HouseholdRecord(),
               [](v1::Record& r) { r.mutable_household()->clear_village(); }},
        Spoilt{"household.category", HouseholdRecord(),
               [](v1::Record& r) { r.mutable_household()->clear_category(); }},
        Spoilt{"household.main_cause", HouseholdRecord(),
               [](v1::Record& r) {
                 r.mutable_household()->set_main_cause(static_cast<v1::PovertyCause>(99));
               }},
        Spoilt{"household.register_date", HouseholdRecord(),
               [](v1::Record& r) {
                 *r.mutable_household()->mutable_register_date() = Day(2014, 2, 30);
               }},
        Spoilt{
            "household.lift_date", HouseholdRecord(),
            [](v1::Record& r) { *r.mutable_household()->mutable_lift_date() = Day(2014, 2, 28); }},
        Spoilt{"household.departure_date", HouseholdRecord(),
               [](v1::Record& r) {
                 *r.mutable_household()->mutable_departure_date() = Day(2013, 1, 1);
               }},
        Spoilt{"household.debt_fen", HouseholdRecord(),
               [](v1::Record& r) { r.mutable_household()->set_debt_fen(-1); }},
        Spoilt{"person.name", PersonRecord(),
               [](v1::Record& r) {
                 r.mutable_person()->set_name("counties/510524/households/H0001");
               }},
        Spoilt{"person.full_name", PersonRecord(),
               [](v1::Record& r) { r.mutable_person()->clear_full_name(); }},
        Spoilt{"person.id_number", PersonRecord(),
               [](v1::Record& r) { r.mutable_person()->set_id_number("110105194912310021"); }},
        Spoilt{"person.relation", PersonRecord(),
               [](v1::Record& r) { r.mutable_person()->clear_relation(); }},
        Spoilt{"person.sex", PersonRecord(),
               [](v1::Record& r) { r.mutable_person()->clear_sex(); }},
        Spoilt{"person.birth_year", PersonRecord(),
               [](v1::Record& r) { r.mutable_person()->set_birth_year(1879); }},
        Spoilt{"person.health", PersonRecord(),
               [](v1::Record& r) { r.mutable_person()->set_health("\xff"); }},
        Spoilt{"case.programme", CaseRecord(),
               [](v1::Record& r) { r.mutable_case_()->set_programme("p"); }},
        Spoilt{"case.begin_year", CaseRecord(),
               [](v1::Record& r) { r.mutable_case_()->set_begin_year(13); }},
        Spoilt{"case.consent.scopes", CaseRecord(),
               [](v1::Record& r) { r.mutable_case_()->mutable_consent()->clear_scopes(); }},
        Spoilt{"case.consent.document", CaseRecord(),
               [](v1::Record& r) { r.mutable_case_()->mutable_consent()->clear_document(); }},
        Spoilt{"case.consent.withdraw_date", CaseRecord(), [](v1::Record& r) {
                 *r.mutable_case_()->mutable_consent()->mutable_withdraw_date() = Day(2018, 4, 30);
               }}));

TEST(ValidateTest, PersonalValuesAreNeverRepeated) {
  v1::Record person = PersonRecord();
  person.mutable_person()->set_id_number("110105194912310021");
  person.mutable_person()->set_full_name(std::string(60, 'N'));
  std::string description;
  EXPECT_EQ(FieldsRefused(person, &description).size(), 2u);
  EXPECT_THAT(description, ::testing::Not(::testing::HasSubstr("110105194912310021")));
  EXPECT_THAT(description, ::testing::Not(::testing::HasSubstr("NNN")));
}

TEST(ValidateTest, TheSameContentHasOneNormalForm) {
  v1::Record tidy = CaseRecord();
  AddText(tidy.mutable_case_()->mutable_titles(), "en", "A case");
  v1::Record untidy = CaseRecord();
  untidy.mutable_case_()->clear_titles();
  AddText(untidy.mutable_case_()->mutable_titles(), "en", "A case");
  AddText(untidy.mutable_case_()->mutable_titles(), "zh-CN", "案例");
  untidy.mutable_case_()->mutable_consent()->mutable_withdraw_date();  // set, and empty
  std::reverse(untidy.mutable_case_()->mutable_consent()->mutable_scopes()->begin(),
               untidy.mutable_case_()->mutable_consent()->mutable_scopes()->end());
  records::Violations violations;
  Validate("510524", tidy, violations);
  Validate("510524", untidy, violations);
  EXPECT_EQ(tidy.SerializeAsString(), untidy.SerializeAsString());
}

}  // namespace
}  // namespace bangfu::households
