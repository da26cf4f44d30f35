#include "services/reporting/evaluator.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/reporting/figures.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

const Definitions& Shipped() {
  static const absl::StatusOr<Definitions>& loaded =
      *new absl::StatusOr<Definitions>(Definitions::Load(BANGFU_DEFINITIONS_DIR));
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return *loaded;
}

// The figure's value; -1 when it is absent.
int64_t ValueOf(const Reporting& reporting, const std::string& figure, const std::string& day) {
  const PlannedFigure* planned = Shipped().FindPlan("")->FindFigure(figure);
  EXPECT_NE(planned, nullptr) << figure;
  const v1::Figure computed = ComputeFigure(*planned, reporting.View(), Day(day));
  return computed.has_value() ? computed.value() : -1;
}

TEST(EvaluatorTest, QuotientIsRoundedHalfAwayFromZero) {
  const std::tuple<int64_t, int64_t, int64_t> cases[] = {
      {7, 2, 4},   {-7, 2, -4}, {5, 3, 2},
      {-5, 3, -2}, {4, 3, 1},   {-4, 3, -1},
      {0, 5, 0},   {10, 5, 2},  {INT64_MAX, 1, INT64_MAX}};
  for (const auto& [numerator, denominator, expected] : cases) {
    EXPECT_EQ(DivideRounded(numerator, denominator), expected) << numerator << "/" << denominator;
  }
}

RC_GTEST_PROP(EvaluatorTest, QuotientIsTheNearest, (int64_t numerator)) {
  const auto denominator = *rc::gen::inRange<int64_t>(1, 1000);
  numerator /= 4;
  const int64_t rest = numerator - DivideRounded(numerator, denominator) * denominator;
  RC_ASSERT(2 * std::abs(rest) <= denominator);
}

TEST(EvaluatorTest, CadreInTwoCountiesIsOnePerson) {
  Journals journals;
  journals.Record("000000", ProgrammeEvent());
  journals.Record(kXuyong, PostingEvent(kXuyong, "K01", "2013-01-01"));
  journals.Record(kXuyong, PostingEvent(kXuyong, "K03", "2014-01-01"));
  journals.Record(kSuide, PostingEvent(kSuide, "K03", "2015-01-01", {"2015-12-01"}));
  Reporting reporting;
  reporting.ApplyAll(journals);
  EXPECT_EQ(ValueOf(reporting, "cadres_posted", "2020-12-31"), 2);
  EXPECT_EQ(ValueOf(reporting, "cadres_posted", "2013-12-31"), 1);
  EXPECT_EQ(ValueOf(reporting, "cadres_honoured", "2015-11-30"), 0);
  EXPECT_EQ(ValueOf(reporting, "cadres_honoured", "2015-12-01"), 1);
}

TEST(EvaluatorTest, RegisterCountsOnceTheCountyIsDesignated) {
  Journals journals;
  journals.Record("000000", ProgrammeEvent({{kXuyong, "2012-11-01"}, {kSuide, "2013-01-01"}}));
  journals.Record(kXuyong, HouseholdEvent(Household(kXuyong, "H1"), "2011-01-01"));
  journals.Record(kSuide, HouseholdEvent(Household(kSuide, "H1"), "2011-01-01"));
  journals.Record("510525", HouseholdEvent(Household("510525", "H1"), "2011-01-01"));
  Reporting reporting;
  reporting.ApplyAll(journals);
  EXPECT_EQ(ValueOf(reporting, "households_registered", "2012-10-31"), 0);
  EXPECT_EQ(ValueOf(reporting, "households_registered", "2012-12-31"), 1);
  EXPECT_EQ(ValueOf(reporting, "households_registered", "2013-01-01"), 2);
}

TEST(EvaluatorTest, AverageWithoutAnybodyIsAbsentWithItsNumerator) {
  Journals journals;
  journals.Record("000000", ProgrammeEvent());
  journals.Record(kXuyong, LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_HOUSEHOLD_PAYOUT, 500,
                                       "2019-01-01", Household(kXuyong, "H1")));
  Reporting reporting;
  reporting.ApplyAll(journals);
  const v1::Figure gain = ComputeFigure(
      *Shipped().FindPlan("")->FindFigure("cattle_household_gain"), reporting.View(), std::nullopt);
  EXPECT_FALSE(gain.has_value());
  EXPECT_EQ(gain.numerator(), 500);
  EXPECT_EQ(gain.denominator(), 0);
  EXPECT_FALSE(gain.has_as_of());
}

TEST(EvaluatorTest, LatestIsOfTheLastDayThatDoesNotCancelOut) {
  CaseMoney money;
  money.fen_by_day[v1::FACT_KIND_WAGE] = {{10, 100}, {20, 300}, {30, 0}};
  EXPECT_EQ(FindLatest(money, v1::FACT_KIND_WAGE, date::Date{40})->fen, 300);
  EXPECT_EQ(FindLatest(money, v1::FACT_KIND_WAGE, date::Date{20})->fen, 300);
  EXPECT_EQ(FindLatest(money, v1::FACT_KIND_WAGE, date::Date{19})->day.days, 10);
  EXPECT_FALSE(FindLatest(money, v1::FACT_KIND_WAGE, date::Date{9}).has_value());
  EXPECT_FALSE(FindLatest(money, v1::FACT_KIND_HOUSEHOLD_COST, date::Date{40}).has_value());
}

}  // namespace
}  // namespace bangfu::reporting
