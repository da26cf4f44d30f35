#include "services/reporting/explain.h"

#include <utility>

#include "services/common/records/dates.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {
namespace {

const v1::Term& TermAt(const v1::Formula& formula, int index) {
  const int of_numerator = formula.numerator().terms_size();
  return index < of_numerator ? formula.numerator().terms(index)
                              : formula.denominator().terms(index - of_numerator);
}

int CountTerms(const v1::Formula& formula) {
  return formula.numerator().terms_size() + formula.denominator().terms_size();
}

class PageReader {
 public:
  PageReader(sql::Connection& connection, const ExplainedFigure& figure, const ExplainStart& start,
             int count_max)
      : connection_(connection),
        figure_(figure),
        start_(start),
        formula_(figure.planned->indicator.formula()),
        count_max_(count_max) {}

  absl::StatusOr<ExplainedPage> Read() && {
    const ExplainPlace& after = start_.after;
    for (int term = after.term; term < CountTerms(formula_) && !page_.more; ++term) {
      for (const CountySnapshotPtr& county : figure_.view.counties) {
        const bool same_term = term == after.term;
        if (page_.more) break;
        if (same_term && county->county() < after.county) continue;
        const bool inside = same_term && county->county() == after.county;
        absl::Status read = ReadTerm(term, *county, inside ? after.fact : FactPlace());
        if (!read.ok()) return read;
      }
    }
    return std::move(page_);
  }

 private:
  absl::Status ReadTerm(int index, const CountySnapshot& county, const FactPlace& after) {
    const v1::Term& term = TermAt(formula_, index);
    const date::Date last_day = LastDay(figure_.as_of);
    if (!Contributes(figure_.view, county, term.kind(), last_day)) return absl::OkStatus();
    const bool of_register = IsOfRegister(term.kind());
    const FactQuery query{
        .county = county.county(),
        .programme = of_register ? std::string() : figure_.view.programme->id,
        .kind = term.kind(),
        .scope = of_register ? std::string(kRegisterScope) : figure_.planned->scope,
        .facet = term.facet(),
        .after = after,
        .last_day = last_day.days,
        .seq_end = start_.SizeOf(JournalOf(term.kind()), county.county())};
    const auto sink = [&](const Fact& fact) { return Take(index, county.county(), fact); };
    if (!figure_.of_case) return ReadFacts(connection_, query, sink);
    // Of a case there is one term, and one day.
    const auto latest = FindLatest(*figure_.of_case, term.kind(), last_day);
    if (!latest) return absl::OkStatus();
    return ReadFactsOfDay(connection_, query, figure_.of_case->definition.person, latest->day.days,
                          sink);
  }

  bool Take(int index, const std::string& county, const Fact& fact) {
    page_.more = static_cast<int>(page_.entries.size()) == count_max_;
    if (page_.more) return false;
    page_.last = {index, county, {fact.day.days, fact.seq, fact.ordinal}};
    v1::ExplainedEntry& entry = page_.entries.emplace_back();
    entry.mutable_entry()->set_journal(std::string(JournalOf(fact.cell.kind)));
    entry.mutable_entry()->set_county(county);
    entry.mutable_entry()->set_seq(fact.seq);
    entry.mutable_entry()->set_leaf_hash(std::string(journal::HashBytes(fact.leaf_hash)));
    const int of_numerator = formula_.numerator().terms_size();
    const bool above = index < of_numerator;
    entry.set_part(above ? v1::ExplainedEntry::PART_NUMERATOR
                         : v1::ExplainedEntry::PART_DENOMINATOR);
    entry.set_term_index(above ? index : index - of_numerator);
    entry.set_kind(fact.cell.kind);
    *entry.mutable_date() = records::DateToProto(fact.day);
    entry.set_subject(fact.subject);
    const v1::Aggregate aggregate = TermAt(formula_, index).aggregate();
    const bool money = aggregate == v1::AGGREGATE_SUM || aggregate == v1::AGGREGATE_LATEST;
    entry.set_quantity(money ? fact.quantity : fact.delta);
    entry.set_document(fact.document);
    entry.set_record(fact.record);
    return true;
  }

  sql::Connection& connection_;
  const ExplainedFigure& figure_;
  const ExplainStart& start_;
  const v1::Formula& formula_;
  const int count_max_;
  ExplainedPage page_;
};

}  // namespace

absl::StatusOr<ExplainedPage> ReadPage(sql::Connection& connection, const ExplainedFigure& figure,
                                       const ExplainStart& start, int count_max) {
  return PageReader(connection, figure, start, count_max).Read();
}

}  // namespace bangfu::reporting
