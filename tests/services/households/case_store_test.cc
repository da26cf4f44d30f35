// Which cases are listed and counted, on either backend.
#include "services/households/case_store.h"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/sql/migration.h"
#include "services/households/households_server.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/households/records.h"

namespace bangfu::households {
namespace {

using ::testing::ElementsAre;

constexpr names::ProgrammeName kProgramme{"p"};
constexpr date::Date kDay{20'000};  // after all consents

class CaseStoreTest : public ::testing::Test {
 protected:
  CaseStoreTest() : connection_(database_.Open()) {
    EXPECT_EQ(sql::Migrate(*connection_, Migrations()), absl::OkStatus());
  }

  v1::Case CaseOf(const std::string& county, const std::string& id) {
    v1::Case told = CaseRecord().case_();
    told.set_name("counties/" + county + "/cases/" + id);
    told.set_person("counties/" + county + "/households/H1/persons/1");
    return told;
  }
  void Insert(const v1::Case& told) {
    const absl::StatusOr<bool> inserted = InsertCase(*connection_, told, seq_++);
    ASSERT_TRUE(inserted.ok() && *inserted) << inserted.status();
  }
  void InsertAll() {
    for (const char* id : {"a", "b", "c", "d"}) Insert(CaseOf("510524", id));
    for (const char* id : {"x", "y"}) Insert(CaseOf("610826", id));
    Insert(CaseOf("620100", "k"));
  }

  std::vector<std::string> First(const std::vector<CountyCases>& counties) {
    const auto cases = ListFirstCases(*connection_, kProgramme, kDay, counties);
    EXPECT_TRUE(cases.ok()) << cases.status();
    std::vector<std::string> ids;
    for (const RecordedCase& one : *cases) {
      ids.push_back(std::string(names::CaseName::Parse(one.record.name())->case_id));
    }
    return ids;
  }

  std::vector<std::string> Counts() {
    const auto counties = CountConsentedCases(*connection_, kProgramme, kDay);
    EXPECT_TRUE(counties.ok()) << counties.status();
    std::vector<std::string> counts;
    for (const CountyCases& one : *counties) {
      counts.push_back(one.county + " " + std::to_string(one.count));
    }
    return counts;
  }

  sql::TestDatabase database_;
  std::unique_ptr<sql::Connection> connection_;
  int64_t seq_ = 0;
};

TEST_F(CaseStoreTest, TheFirstOfEachCountyAreListed) {
  InsertAll();
  EXPECT_THAT(First({}), ElementsAre());
  EXPECT_THAT(First({{"510524", 2}, {"610826", 9}}), ElementsAre("a", "b", "x", "y"));
  EXPECT_THAT(First({{"610826", 1}, {"110101", 5}, {"620100", 1}}), ElementsAre("x", "k"));
}

TEST_F(CaseStoreTest, CasesAreCountedByCounty) {
  EXPECT_THAT(Counts(), ElementsAre());
  InsertAll();
  EXPECT_THAT(Counts(), ElementsAre("510524 4", "610826 2", "620100 1"));
}

TEST_F(CaseStoreTest, WithoutStandingConsentACaseIsNeitherChosenNorCounted) {
  v1::Case silent = CaseOf("510524", "a");
  silent.clear_consent();
  v1::Case withdrawn = CaseOf("510524", "b");
  *withdrawn.mutable_consent()->mutable_withdraw_date() = Day(2019, 1, 1);
  v1::Case later = CaseOf("510524", "c");
  *later.mutable_consent()->mutable_grant_date() = Day(2025, 1, 1);
  v1::Case elsewhere = CaseOf("510524", "d");
  elsewhere.set_programme("programmes/other");
  for (const v1::Case& told : {silent, withdrawn, later, elsewhere, CaseOf("510524", "e")}) {
    Insert(told);
  }
  EXPECT_THAT(First({{"510524", 9}}), ElementsAre("e"));
  EXPECT_THAT(Counts(), ElementsAre("510524 1"));
}

}  // namespace
}  // namespace bangfu::households
