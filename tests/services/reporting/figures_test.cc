// Which cases a sheet's figures are of, where there are more than it shows.
#include "services/reporting/figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

using ::testing::IsSupersetOf;

const Definitions& Shipped() {
  static const absl::StatusOr<Definitions>& loaded =
      *new absl::StatusOr<Definitions>(Definitions::Load(BANGFU_DEFINITIONS_DIR));
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return *loaded;
}

constexpr char kElsewhere[] = "110101";  // not the programme's, and by code before its counties

// A consented case, told in its county's order.
struct Told {
  std::string county;
  std::string id;
  bool covers_wage = true;

  std::string Name() const { return "counties/" + county + "/cases/" + id; }
};

std::vector<Told> Cases(const std::string& county, int count, int every_nth_without_wage = 0) {
  std::vector<Told> cases;
  for (int i = 0; i < count; ++i) {
    const bool silent = every_nth_without_wage > 0 && i % every_nth_without_wage == 0;
    cases.push_back({county, std::to_string(1000 + i), !silent});
  }
  return cases;
}

class FiguresTest : public ::testing::Test {
 protected:
  void Record(const std::vector<Told>& cases) {
    for (const Told& told : cases) {
      hv1::Event event = CaseEvent(told.county, told.id, Person(told.county, "H1"), "2018-05-16");
      if (!told.covers_wage) {
        hv1::Consent& consent = *event.mutable_case_recorded()->mutable_consent();
        consent.clear_scopes();
        consent.add_scopes(hv1::CONSENT_SCOPE_NAME);
      }
      journals_.Record(told.county, event);
      told_.push_back(told);
    }
  }

  // The cases that the sheet has figures of.
  std::vector<std::string> OnSheet() {
    journals_.Record("000000", ProgrammeEvent());
    reporting_.ApplyAll(journals_);
    v1::ComputeFiguresResponse response;
    ComputeSheet(*Shipped().FindPlan(""), reporting_.View(), std::nullopt, response);
    std::vector<std::string> names;
    for (const v1::CaseFigures& one : response.case_figures()) names.push_back(one.case_name());
    return names;
  }

  // As ListPublishedCases says: the first 100 of all counties, each county's first before any
  // county's second. Of these, those on the programme's sheet whose wage is shown.
  std::vector<std::string> ShownWithWage() const {
    std::vector<std::tuple<int, std::string, const Told*>> places;
    std::map<std::string, int> count;
    for (const Told& told : told_) places.emplace_back(count[told.county]++, told.county, &told);
    std::sort(places.begin(), places.end());
    if (places.size() > 100) places.resize(100);
    std::vector<std::string> names;
    for (const auto& [place, county, told] : places) {
      if (told->covers_wage && county != kElsewhere) names.push_back(told->Name());
    }
    return names;
  }

  Journals journals_;
  Reporting reporting_;
  std::vector<Told> told_;
};

TEST_F(FiguresTest, CasesOfNoCountyCrowdOutThoseOfAnother) {
  Record(Cases(kXuyong, 120));
  Record(Cases(kSuide, 3));
  const std::vector<std::string> names = OnSheet();
  ASSERT_EQ(names.size(), 100u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(names[96], "counties/510524/cases/1096");
  EXPECT_EQ(names[97], "counties/610826/cases/1000");
}

TEST_F(FiguresTest, CaseThatTheSheetDoesNotShowIsExplainedAllTheSame) {
  Record(Cases(kXuyong, 120));
  EXPECT_EQ(OnSheet().size(), 100u);
  EXPECT_NE(FindPublicCase(reporting_.View(), "510524.1119", std::nullopt), nullptr);
}

TEST_F(FiguresTest, EveryCaseThatHouseholdsListsHasItsFigures) {
  Record(Cases(kElsewhere, 40));
  Record(Cases(kXuyong, 200, 2));
  Record(Cases(kSuide, 150, 5));
  EXPECT_EQ(ShownWithWage().size(), 42u);  // of 33 cases in each of the two counties
  EXPECT_THAT(OnSheet(), IsSupersetOf(ShownWithWage()));
}

TEST_F(FiguresTest, CasesWithoutWageTakeNoPlaces) {
  std::vector<Told> silent = Cases(kXuyong, 150, 1);
  silent.push_back({kXuyong, "2000"});
  Record(silent);
  Record(Cases(kSuide, 99));
  const std::vector<std::string> names = OnSheet();
  EXPECT_EQ(names.size(), 100u);
  EXPECT_EQ(names[0], "counties/510524/cases/2000");
  EXPECT_THAT(names, IsSupersetOf(ShownWithWage()));
}

}  // namespace
}  // namespace bangfu::reporting
