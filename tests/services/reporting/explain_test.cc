#include "services/reporting/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/records/dates.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;

class ExplainTest : public ::testing::Test {
 protected:
  ExplainTest() : definitions_(Definitions::Load(BANGFU_DEFINITIONS_DIR)) {
    journals_.Record("000000", ProgrammeEvent());
  }

  void Wage(const std::string& project, int64_t fen, const std::string& day,
            const std::string& reverses = "") {
    journals_.Record(kXuyong, LedgerEvent(kXuyong, project, pv1::LEDGER_KIND_WAGE, fen, day,
                                          Person(kXuyong, "H1"), reverses));
  }

  // "seq date quantity" of each entry.
  std::vector<std::string> Explain(const ExplainedFigure& figure) {
    std::vector<std::string> lines;
    const auto page = ReadPage(reporting_.connection(), figure, ExplainStart::Of(figure.view), 100);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const v1::ExplainedEntry& entry : page->entries) {
      const absl::StatusOr<date::Date> day = records::DateFromProto(entry.date());
      lines.push_back(std::to_string(entry.entry().seq()) + " " + date::FormatDate(*day) + " " +
                      std::to_string(entry.quantity()));
    }
    return lines;
  }

  ExplainedFigure Figure(const std::string& id) {
    return {.planned = definitions_->FindPlan("")->FindFigure(id), .view = reporting_.View()};
  }

  absl::StatusOr<Definitions> definitions_;
  Journals journals_;
  Reporting reporting_;
};

TEST_F(ExplainTest, ProgrammesFactsComeByDayWhateverTheirProject) {
  Wage("eucommia", 1, "2019-03-01");
  Wage("cattle", 2, "2019-01-01");
  Wage("cattle", 3, "2019-03-01");
  Wage("eucommia", 4, "2019-02-01");
  reporting_.ApplyAll(journals_);
  EXPECT_THAT(Explain(Figure("people_paid")),
              ElementsAre("1 2019-01-01 2", "3 2019-02-01 4", "0 2019-03-01 1", "2 2019-03-01 3"));
}

TEST_F(ExplainTest, MoreFactsThanAreReadAtOnceComeInOrderToo) {
  for (int i = 0; i < 300; ++i) {
    Wage(i % 3 == 0 ? "eucommia" : "cattle", 1, "2019-03-" + std::to_string(10 + i / 15));
  }
  reporting_.ApplyAll(journals_);
  const ExplainedFigure figure = Figure("people_paid");
  const auto page = ReadPage(reporting_.connection(), figure, ExplainStart::Of(figure.view), 1000);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->entries.size(), 300u);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(page->entries[i].entry().seq(), i);
}

TEST_F(ExplainTest, WhatCameAfterTheViewIsNotShown) {
  Wage("cattle", 1, "2019-03-01");
  reporting_.ApplyAll(journals_);
  const ExplainedFigure figure = Figure("people_paid");
  Wage("cattle", 2, "2019-01-01");
  ASSERT_TRUE(reporting_.Apply("projects", journals_.Batch({"projects", kXuyong}, 1, 1)).ok());
  EXPECT_THAT(Explain(figure), ElementsAre("0 2019-03-01 1"));
}

TEST_F(ExplainTest, CasesWageIsThatOfItsLastDay) {
  journals_.Record(kXuyong,
                   CaseEvent(kXuyong, "cattle-family", Person(kXuyong, "H1"), "2018-05-16"));
  Wage("cattle", 290000, "2019-03-01");
  Wage("cattle", 310000, "2019-04-01");
  Wage("cattle", 310000, "2019-04-01", "counties/510524/ledgerEntries/L000001");
  Wage("cattle", 300000, "2019-04-01");
  Wage("cattle", 320000, "2019-05-01");
  reporting_.ApplyAll(journals_);
  ExplainedFigure figure{.planned = definitions_->FindPlan("")->FindCaseFigure("case_wage"),
                         .view = reporting_.View(),
                         .as_of = Day("2019-04-30")};
  figure.of_case = FindPublicCase(figure.view, "510524.cattle-family", figure.as_of);
  ASSERT_NE(figure.of_case, nullptr);
  EXPECT_EQ(ComputeCaseFigure(*figure.planned, *figure.of_case, figure.as_of).value(), 300000);
  EXPECT_THAT(Explain(figure),
              ElementsAre("1 2019-04-01 310000", "2 2019-04-01 -310000", "3 2019-04-01 300000"));
  EXPECT_EQ(FindPublicCase(figure.view, "510524.cattle-family", Day("2018-05-15")), nullptr);
}

}  // namespace
}  // namespace bangfu::reporting
