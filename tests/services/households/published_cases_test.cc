// What the service publishes of cases, over a real server on loopback.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/names/names.h"
#include "tests/services/households/served_households.h"

namespace bangfu::households {
namespace {

using ::testing::HasSubstr;

class PublishedCasesTest : public ServedHouseholds {
 protected:
  // A county with a person of whom `count` cases tell.
  void ImportCases(const std::string& county, int count) {
    std::vector<v1::Record> records = {CountyRecord(), VillageRecord(), HouseholdRecord(),
                                       PersonRecord()};
    for (int i = 0; i < count; ++i) {
      records.push_back(CaseRecord());
      records.back().mutable_case_()->set_name("counties/510524/cases/" + std::to_string(1000 + i));
    }
    for (v1::Record& record : records) {
      // Codes are as long as each other, so the bytes stay a message.
      std::string bytes = absl::StrReplaceAll(record.SerializeAsString(), {{"510524", county}});
      ASSERT_TRUE(record.ParseFromString(bytes));
    }
    v1::ImportRecordsRequest batch = Batch("cases-" + county, records);
    batch.set_county(county);
    const auto results = Import({batch});
    ASSERT_EQ(results.size(), 1u);
    ASSERT_EQ(results[0].recorded_count(), 4 + count) << results[0].ShortDebugString();
  }

  absl::StatusOr<v1::ListPublishedCasesResponse> Cases(
      google::type::Date as_of, const std::vector<std::string>& counties = {}) {
    v1::ListPublishedCasesRequest request;
    request.set_programme("programmes/p");
    *request.mutable_as_of() = as_of;
    request.mutable_counties()->Assign(counties.begin(), counties.end());
    return Call(&v1::HouseholdsService::Stub::ListPublishedCases, request);
  }

  static std::map<std::string, int> CountsOf(const v1::ListPublishedCasesResponse& published) {
    std::map<std::string, int> counts;
    for (const v1::PublishedCase& one : published.cases()) {
      ++counts[std::string(names::CaseName::Parse(one.case_().name())->county)];
    }
    return counts;
  }
};

TEST_F(PublishedCasesTest, ACaseIsPublishedWithWhatItsConsentCovers) {
  ImportWorld();
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(published->cases_size(), 1);
  EXPECT_EQ(published->cases(0).full_name(), "测试人");
  EXPECT_EQ(published->cases(0).health(), "慢性病");
  EXPECT_EQ(published->cases(0).debt_fen(), 29'800'000);
  EXPECT_EQ(published->cases(0).household_entry().seq(), 2);
  EXPECT_EQ(published->cases(0).case_entry().seq(), 4);
  EXPECT_EQ(published->tree_heads(0).size(), 5);
  ASSERT_EQ(published->counties_size(), 1);
  EXPECT_EQ(published->counties(0).titles(0).text(), CountyRecord().county().titles(0).text());
}

TEST_F(PublishedCasesTest, EachCaseHasWhatIsItsOwn) {
  v1::Record other_person = PersonRecord("H0002");
  other_person.mutable_person()->set_full_name("另一人");
  v1::Record other_household = HouseholdRecord("H0002");
  other_household.mutable_household()->set_debt_fen(7);
  v1::Record second = CaseRecord();  // of the same person as the first
  second.mutable_case_()->set_name("counties/510524/cases/second");
  second.mutable_case_()->mutable_consent()->clear_scopes();
  second.mutable_case_()->mutable_consent()->add_scopes(v1::CONSENT_SCOPE_HEALTH);
  v1::Record third = CaseRecord();
  third.mutable_case_()->set_name("counties/510524/cases/third");
  third.mutable_case_()->set_person("counties/510524/households/H0002/persons/1");
  Import({Batch("b1", {CountyRecord(), VillageRecord(), HouseholdRecord(), other_household,
                       PersonRecord(), other_person, CaseRecord(), second, third})});
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  std::vector<std::string> cases;
  for (const v1::PublishedCase& one : published->cases()) {
    cases.push_back(one.case_().name() + " " + one.full_name() + " " + one.health() + " " +
                    std::to_string(one.debt_fen()) + " of " +
                    std::to_string(one.case_entry().seq()) + " and " +
                    std::to_string(one.household_entry().seq()));
  }
  EXPECT_EQ(cases,
            (std::vector<std::string>{"counties/510524/cases/one 测试人 慢性病 29800000 of 6 and 2",
                                      "counties/510524/cases/second  慢性病 0 of 7 and 2",
                                      "counties/510524/cases/third 另一人 慢性病 7 of 8 and 3"}));
}

TEST_F(PublishedCasesTest, ACaseIsNotPublishedBeforeOrWithoutConsent) {
  v1::Record silent = CaseRecord();
  silent.mutable_case_()->set_name("counties/510524/cases/silent");
  silent.mutable_case_()->clear_consent();
  v1::Record withdrawn = CaseRecord();
  withdrawn.mutable_case_()->set_name("counties/510524/cases/withdrawn");
  *withdrawn.mutable_case_()->mutable_consent()->mutable_withdraw_date() = Day(2019, 1, 1);
  Import({Batch("b1", {CountyRecord(), VillageRecord(), HouseholdRecord(), PersonRecord(),
                       CaseRecord(), silent, withdrawn})});
  EXPECT_EQ(Cases(Day(2018, 4, 30))->cases_size(), 0);
  // A withdrawn consent holds for no day any more.
  EXPECT_EQ(Cases(Day(2018, 12, 31))->cases_size(), 1);
  EXPECT_EQ(Cases(Day(2019, 1, 1))->cases_size(), 1);
}

TEST_F(PublishedCasesTest, AHundredCasesAreListedWhole) {
  ImportCases("510524", 100);
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->cases_size(), 100);
  EXPECT_EQ(published->cases_left_out_size(), 0);
}

TEST_F(PublishedCasesTest, CasesBeyondAHundredAreCountedByCounty) {
  ImportCases("510524", 120);
  ImportCases("610826", 3);
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(published->cases_size(), 100);
  EXPECT_EQ(published->cases(96).case_().name(), "counties/510524/cases/1096");
  EXPECT_EQ(published->cases(97).case_().name(), "counties/610826/cases/1000");
  EXPECT_EQ(published->cases(99).case_entry().county(), "610826");
  ASSERT_EQ(published->cases_left_out_size(), 1);
  EXPECT_EQ(published->cases_left_out(0).county(), "counties/510524");
  EXPECT_EQ(published->cases_left_out(0).count(), 23);
}

TEST_F(PublishedCasesTest, NoCountysCasesCrowdOutTheOthers) {
  ImportCases("510524", 60);
  ImportCases("610826", 50);
  ImportCases("620122", 2);
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(CountsOf(*published),
            (std::map<std::string, int>{{"510524", 49}, {"610826", 49}, {"620122", 2}}));
  ASSERT_EQ(published->cases_left_out_size(), 2);
  EXPECT_EQ(published->cases_left_out(0).count(), 11);
  EXPECT_EQ(published->cases_left_out(1).count(), 1);
}

TEST_F(PublishedCasesTest, AmongFewCasesThoseOfOtherCountiesAreNotListed) {
  ImportCases("510524", 90);
  ImportCases("610826", 3);
  const auto published = Cases(Day(2020, 12, 31), {"counties/610826"});
  EXPECT_EQ(CountsOf(*published), (std::map<std::string, int>{{"610826", 3}}));
  EXPECT_EQ(published->cases_left_out_size(), 0);
}

TEST_F(PublishedCasesTest, CasesOfCountiesNotAskedForTakeNoPlaces) {
  ImportCases("510524", 90);
  ImportCases("610826", 60);  // of places shared with the others it would have 50
  const auto published = Cases(Day(2020, 12, 31), {"counties/610826"});
  EXPECT_EQ(CountsOf(*published), (std::map<std::string, int>{{"610826", 60}}));
  EXPECT_EQ(published->cases_left_out_size(), 0);
}

TEST_F(PublishedCasesTest, OfCasesInTheCountiesAskedForThoseBeyondAHundredAreCounted) {
  ImportCases("510524", 90);
  ImportCases("610826", 120);
  const auto published = Cases(Day(2020, 12, 31), {"counties/610826"});
  EXPECT_EQ(CountsOf(*published), (std::map<std::string, int>{{"610826", 100}}));
  ASSERT_EQ(published->cases_left_out_size(), 1);
  EXPECT_EQ(published->cases_left_out(0).county(), "counties/610826");
  EXPECT_EQ(published->cases_left_out(0).count(), 20);
}

TEST_F(PublishedCasesTest, CountiesOfCasesMustBeCountiesAndNotTooMany) {
  const auto wrong = Cases(Day(2020, 12, 31), {"counties/510524", "counties/5"}).status();
  EXPECT_EQ(wrong.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.message()), HasSubstr("counties[1]"));
  const std::vector<std::string> many(4001, "counties/510524");
  EXPECT_EQ(Cases(Day(2020, 12, 31), many).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PublishedCasesTest, WhatConsentDoesNotCoverStaysPrivate) {
  v1::Record told = CaseRecord();
  told.mutable_case_()->mutable_consent()->clear_scopes();
  told.mutable_case_()->mutable_consent()->add_scopes(v1::CONSENT_SCOPE_WAGE);
  Import({Batch("b1", {CountyRecord(), VillageRecord(), HouseholdRecord(), PersonRecord(), told})});
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_EQ(published->cases_size(), 1);
  EXPECT_EQ(published->cases(0).full_name(), "");
  EXPECT_EQ(published->cases(0).health(), "");
  EXPECT_FALSE(published->cases(0).has_debt_fen());
}

}  // namespace
}  // namespace bangfu::households
