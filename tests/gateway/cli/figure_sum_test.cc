#include "gateway/cli/figure_sum.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::cli {
namespace {

using reporting::v1::ExplainedEntry;

reporting::v1::Formula FormulaOf(const std::string& text) {
  reporting::v1::Formula formula;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &formula)) << text;
  return formula;
}

// Entries of one term, each with a seq of its own.
class Entries {
 public:
  ExplainedEntry Next(const std::string& subject, int64_t quantity, int day = 1,
                      int term_index = 0) {
    ExplainedEntry entry;
    entry.mutable_entry()->set_seq(seq_++);
    entry.set_part(ExplainedEntry::PART_NUMERATOR);
    entry.set_term_index(term_index);
    entry.set_subject(subject);
    entry.set_quantity(quantity);
    entry.mutable_date()->set_year(2015);
    entry.mutable_date()->set_month(1);
    entry.mutable_date()->set_day(day);
    return entry;
  }

 private:
  int64_t seq_ = 0;
};

TEST(FigureSum, AddsAndSubtractsTerms) {
  FigureSum sum(
      FormulaOf("numerator { terms { aggregate: AGGREGATE_SUM } "
                "terms { aggregate: AGGREGATE_SUM sign: -1 } }"));
  Entries entries;
  EXPECT_TRUE(sum.Add(entries.Next("a", 1000)));
  EXPECT_TRUE(sum.Add(entries.Next("b", 500)));
  EXPECT_TRUE(sum.Add(entries.Next("b", -500)));  // a reversal
  EXPECT_TRUE(sum.Add(entries.Next("a", 300, 1, 1)));
  EXPECT_EQ(sum.Numerator(), 700);
  EXPECT_EQ(sum.Denominator(), 1);
}

TEST(FigureSum, CountsASubjectOnceAndNotWhenItsFactsAreReversed) {
  for (const char* aggregate : {"AGGREGATE_DISTINCT", "AGGREGATE_UNION"}) {
    FigureSum sum(FormulaOf("numerator { terms { aggregate: " + std::string(aggregate) + " } }"));
    Entries entries;
    sum.Add(entries.Next("a", 1));
    sum.Add(entries.Next("a", 1, 2));
    sum.Add(entries.Next("b", 1));
    sum.Add(entries.Next("b", -1, 3));
    EXPECT_EQ(sum.Numerator(), 1);
  }
}

TEST(FigureSum, TakesTheLatestDayThatDoesNotCancelOut) {
  FigureSum sum(FormulaOf("numerator { terms { aggregate: AGGREGATE_LATEST } }"));
  Entries entries;
  sum.Add(entries.Next("a", 2000, 5));
  sum.Add(entries.Next("a", 3000, 9));
  sum.Add(entries.Next("a", 500, 9));
  sum.Add(entries.Next("a", 700, 12));
  sum.Add(entries.Next("a", -700, 12));
  EXPECT_EQ(sum.Numerator(), 3500);
}

TEST(FigureSum, CountsAnEntryOnce) {
  FigureSum sum(FormulaOf("numerator { terms { aggregate: AGGREGATE_SUM } }"));
  Entries entries;
  const ExplainedEntry entry = entries.Next("a", 1000);
  EXPECT_TRUE(sum.Add(entry));
  EXPECT_FALSE(sum.Add(entry));
  EXPECT_EQ(sum.Numerator(), 1000);
}

TEST(FigureSum, KeepsTheDenominatorApart) {
  FigureSum sum(
      FormulaOf("numerator { terms { aggregate: AGGREGATE_SUM } } "
                "denominator { terms { aggregate: AGGREGATE_DISTINCT } }"));
  Entries entries;
  sum.Add(entries.Next("a", 1000));
  ExplainedEntry below = entries.Next("a", 1);
  below.set_part(ExplainedEntry::PART_DENOMINATOR);
  sum.Add(below);
  EXPECT_EQ(sum.Numerator(), 1000);
  EXPECT_EQ(sum.Denominator(), 1);
}

TEST(FindTerm, KnowsOnlyTermsOfTheFormula) {
  const auto formula = FormulaOf("numerator { terms { aggregate: AGGREGATE_SUM } }");
  Entries entries;
  ExplainedEntry entry = entries.Next("a", 1);
  EXPECT_EQ(FindTerm(formula, entry), &formula.numerator().terms(0));
  for (const int index : {-1, 1}) {
    entry.set_term_index(index);
    EXPECT_EQ(FindTerm(formula, entry), nullptr);
  }
  entry.set_term_index(0);
  entry.set_part(ExplainedEntry::PART_DENOMINATOR);
  EXPECT_EQ(FindTerm(formula, entry), nullptr);
}

TEST(Quotient, RoundsHalfAwayFromZero) {
  const struct {
    int64_t numerator;
    int64_t denominator;
    std::optional<int64_t> quotient;
  } cases[] = {{10, 4, 3},
               {-10, 4, -3},
               {9, 4, 2},
               {-9, 4, -2},
               {11, 4, 3},
               {0, 7, 0},
               {1, 0, {}},
               {0, 0, {}},
               {231600, 1, 231600},
               {INT64_MAX, 1, INT64_MAX},
               {INT64_MAX, 2, INT64_MAX / 2 + 1}};
  for (const auto& c : cases) {
    EXPECT_EQ(Quotient(c.numerator, c.denominator), c.quotient)
        << c.numerator << "/" << c.denominator;
  }
}

RC_GTEST_PROP(Quotient, IsTheNearest, ()) {
  const auto numerator = *rc::gen::inRange<int64_t>(-1000000, 1000000);
  const auto denominator = *rc::gen::inRange<int64_t>(1, 1000);
  const int64_t off = numerator - *Quotient(numerator, denominator) * denominator;
  RC_ASSERT(2 * std::abs(off) <= denominator);
}

}  // namespace
}  // namespace bangfu::cli
