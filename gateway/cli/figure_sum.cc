#include "gateway/cli/figure_sum.h"

#include <string>
#include <utility>

namespace bangfu::cli {
namespace {

using reporting::v1::ExplainedEntry;
using reporting::v1::Term;

bool CountsSubjects(const Term& term) {
  return term.aggregate() == reporting::v1::AGGREGATE_DISTINCT ||
         term.aggregate() == reporting::v1::AGGREGATE_UNION;
}

// Orders days, without being a number of days.
int64_t DayKey(const google::type::Date& date) {
  return (date.year() * 100LL + date.month()) * 100 + date.day();
}

// What makes one fact of one entry the same as another: all but its quantity and document.
Fingerprint Identity(const ExplainedEntry& entry) {
  std::string text = entry.entry().journal() + " " + entry.entry().county() + " " +
                     std::to_string(entry.entry().seq()) + " " + std::to_string(entry.part()) +
                     " " + std::to_string(entry.term_index()) + " " + std::to_string(entry.kind()) +
                     " " + std::to_string(DayKey(entry.date())) + " " + entry.subject();
  return FingerprintOf(text);
}

}  // namespace

const Term* FindTerm(const reporting::v1::Formula& formula, const ExplainedEntry& entry) {
  const bool below = entry.part() == ExplainedEntry::PART_DENOMINATOR;
  const reporting::v1::Expression& part = below ? formula.denominator() : formula.numerator();
  const int index = entry.term_index();
  return index >= 0 && index < part.terms_size() ? &part.terms(index) : nullptr;
}

bool IsMoney(const Term& term) {
  return term.aggregate() == reporting::v1::AGGREGATE_SUM ||
         term.aggregate() == reporting::v1::AGGREGATE_LATEST;
}

FigureSum::FigureSum(const reporting::v1::Formula& formula)
    : formula_(formula),
      numerator_(MakePart(formula_.numerator())),
      denominator_(MakePart(formula_.denominator())) {}

FigureSum::Part FigureSum::MakePart(const reporting::v1::Expression& expression) {
  Part part;
  for (const Term& term : expression.terms()) {
    TermSum sum;
    sum.term = &term;
    part.push_back(std::move(sum));
  }
  return part;
}

bool FigureSum::Add(const ExplainedEntry& entry) {
  if (!seen_.insert(Identity(entry)).second) return false;
  const bool below = entry.part() == ExplainedEntry::PART_DENOMINATOR;
  TermSum& sum = (below ? denominator_ : numerator_)[entry.term_index()];
  if (CountsSubjects(*sum.term)) {
    sum.by_subject[FingerprintOf(entry.subject())] += entry.quantity();
  } else if (sum.term->aggregate() == reporting::v1::AGGREGATE_LATEST) {
    sum.by_day[DayKey(entry.date())] += entry.quantity();
  } else {
    sum.total += entry.quantity();
  }
  return true;
}

int64_t FigureSum::Total(const TermSum& sum) {
  if (CountsSubjects(*sum.term)) {
    int64_t count = 0;
    for (const auto& [subject, facts] : sum.by_subject) count += facts > 0 ? 1 : 0;
    return count;
  }
  if (sum.term->aggregate() == reporting::v1::AGGREGATE_LATEST) {
    for (auto day = sum.by_day.rbegin(); day != sum.by_day.rend(); ++day) {
      if (day->second != 0) return day->second;
    }
    return 0;
  }
  return sum.total;
}

int64_t FigureSum::Total(const Part& part) {
  int64_t total = 0;
  for (const TermSum& sum : part) total += (sum.term->sign() < 0 ? -1 : 1) * Total(sum);
  return total;
}

int64_t FigureSum::Numerator() const { return Total(numerator_); }

int64_t FigureSum::Denominator() const { return denominator_.empty() ? 1 : Total(denominator_); }

std::optional<int64_t> Quotient(int64_t numerator, int64_t denominator) {
  if (denominator == 0) return std::nullopt;
  const __int128 doubled = static_cast<__int128>(numerator) * 2;
  const __int128 half = denominator;
  const bool negative = (doubled < 0) != (half < 0);
  const __int128 size = (doubled < 0 ? -doubled : doubled) + (half < 0 ? -half : half);
  const __int128 divisor = (half < 0 ? -half : half) * 2;
  const auto quotient = static_cast<int64_t>(size / divisor);
  return negative ? -quotient : quotient;
}

}  // namespace bangfu::cli
