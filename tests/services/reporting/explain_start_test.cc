#include "services/reporting/explain_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bangfu/reporting/v1/explain_page.pb.h"
#include "services/common/status/errors.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

class ExplainStartTest : public ::testing::Test {
 protected:
  ExplainStartTest() : definitions_(Definitions::Load(BANGFU_DEFINITIONS_DIR)) {
    journals_.Record("000000", ProgrammeEvent());
    journals_.Record(kXuyong,
                     CaseEvent(kXuyong, "cattle-family", Person(kXuyong, "H1"), "2018-05-16"));
    journals_.Record(kXuyong, Wage(1, "2018-05-31"));
    reporting_.ApplyAll(journals_);
  }

  static pv1::Event Wage(int64_t fen, const std::string& day) {
    return LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, fen, day, Person(kXuyong, "H1"));
  }

  // Another payment, which is applied.
  void Pay() {
    journals_.Record(kXuyong, Wage(2, "2018-06-30"));
    ASSERT_TRUE(reporting_.Apply("projects", journals_.Batch({"projects", kXuyong}, 1, 1)).ok());
  }

  ExplainedFigure Figure() {
    return {.planned = definitions_->FindPlan("")->FindFigure("people_paid"),
            .view = reporting_.View()};
  }
  ExplainedFigure CaseFigure() {
    ExplainedFigure figure{.planned = definitions_->FindPlan("")->FindCaseFigure("case_wage"),
                           .view = reporting_.View()};
    figure.of_case = FindPublicCase(figure.view, "510524.cattle-family", figure.as_of);
    return figure;
  }

  absl::StatusOr<Definitions> definitions_;
  Journals journals_;
  Reporting reporting_;
};

TEST_F(ExplainStartTest, FirstPageIsOfEverythingInView) {
  const auto start = StartOfPage(Figure(), "");
  ASSERT_TRUE(start.ok()) << start.status();
  EXPECT_EQ(start->SizeOf(kProjects, "000000"), 1);
  EXPECT_EQ(start->SizeOf(kHouseholds, kXuyong), 1);
  EXPECT_EQ(start->SizeOf(kProjects, kXuyong), 1);
  EXPECT_EQ(start->SizeOf(kProjects, kSuide), 0);
  EXPECT_EQ(start->after.county, "");
}

TEST_F(ExplainStartTest, StartSurvivesItsKeyAndWhatComesMeanwhile) {
  ExplainStart start = ExplainStart::Of(Figure().view);
  start.after = {3, kXuyong, {-7, 42, 1}};
  const std::string key = PageKey(Figure(), start);
  Pay();
  ASSERT_EQ(ExplainStart::Of(Figure().view).SizeOf(kProjects, kXuyong), 2);
  const auto again = StartOfPage(Figure(), key);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SizeOf(kProjects, kXuyong), 1);
  EXPECT_EQ(again->after.term, 3);
  EXPECT_EQ(again->after.county, kXuyong);
  EXPECT_EQ(again->after.fact, start.after.fact);
}

TEST_F(ExplainStartTest, CasesPagesEndWithAnyEntry) {
  ASSERT_NE(CaseFigure().of_case, nullptr);
  const std::string key = PageKey(CaseFigure(), ExplainStart::Of(CaseFigure().view));
  EXPECT_TRUE(StartOfPage(CaseFigure(), key).ok());
  Pay();
  EXPECT_EQ(ReasonOf(StartOfPage(CaseFigure(), key).status()), "HEADS_MOVED");
}

TEST_F(ExplainStartTest, MoreEntriesThanAreKnownAreAnotherCopys) {
  const ExplainedFigure before = Figure();
  Pay();
  const std::string key = PageKey(Figure(), ExplainStart::Of(Figure().view));
  EXPECT_EQ(ReasonOf(StartOfPage(before, key).status()), "REPORTING_BEHIND");
}

TEST_F(ExplainStartTest, NothingElsePassesForAKey) {
  v1::ExplainPageKey negative;
  ASSERT_TRUE(negative.ParseFromString(PageKey(Figure(), ExplainStart::Of(Figure().view))));
  negative.set_term_index(-1);
  for (const std::string& key :
       {std::string("x"), std::string("1/510524/0/0/0"), negative.SerializeAsString()}) {
    EXPECT_EQ(ReasonOf(StartOfPage(Figure(), key).status()), "INVALID_PAGE_TOKEN") << key;
  }
}

}  // namespace
}  // namespace bangfu::reporting
