// The whole way from entries to figures, against a recomputation over the list of facts.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/names/names.h"
#include "services/reporting/explain.h"
#include "services/reporting/figures.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

constexpr int kDays = 12;

std::string AnyDay() { return date::FormatDate(date::Date{17000 + *rc::gen::inRange(0, kDays)}); }

std::string AnyProject() { return *rc::gen::element<std::string>("cattle", "eucommia"); }

// A payment, and sometimes its reversal.
void RecordMoney(Journals& journals, const std::string& county) {
  const bool household = *rc::gen::arbitrary<bool>();
  const std::string id = "H" + std::to_string(*rc::gen::inRange(0, 3));
  const std::string who = household ? Household(county, id) : Person(county, id);
  const auto kind = household ? *rc::gen::element(pv1::LEDGER_KIND_HOUSEHOLD_PAYOUT,
                                                  pv1::LEDGER_KIND_HOUSEHOLD_COST)
                              : *rc::gen::element(pv1::LEDGER_KIND_PERSON_SETTLEMENT,
                                                  pv1::LEDGER_KIND_COLLECTIVE_REVENUE,
                                                  pv1::LEDGER_KIND_COLLECTIVE_COST);
  const std::string project = AnyProject();
  const int64_t fen = *rc::gen::inRange(1, 1000);
  std::string day = AnyDay();
  journals.Record(county, LedgerEvent(county, project, kind, fen, day, who));
  if (*rc::gen::inRange(0, 4) != 0) return;
  day = std::max(day, AnyDay());
  journals.Record(county, LedgerEvent(county, project, kind, fen, day, who, "reversed"));
}

void RecordParticipation(Journals& journals, const std::string& county) {
  const bool household = *rc::gen::arbitrary<bool>();
  const std::string id = "H" + std::to_string(*rc::gen::inRange(0, 3));
  const std::string who = household ? Household(county, id) : Person(county, id);
  const auto role = household ? pv1::PARTICIPATION_ROLE_FREE_RANGE : pv1::PARTICIPATION_ROLE_WORKER;
  journals.Record(county, ParticipationEvent(county, AnyProject(), who, role, AnyDay(), "",
                                             household ? "" : AnyDay()));
}

Journals AnyJournals() {
  Journals journals;
  journals.Record("000000", ProgrammeEvent({{kXuyong, AnyDay()}, {kSuide, AnyDay()}}));
  const int count = *rc::gen::inRange(0, 25);
  for (int i = 0; i < count; ++i) {
    const std::string county = *rc::gen::element<std::string>(kXuyong, kSuide);
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        RecordParticipation(journals, county);
        break;
      case 1:
        journals.Record(county,
                        HouseholdEvent(Household(county, "N" + std::to_string(i)), AnyDay()));
        break;
      case 2:
        journals.Record(county, PostingEvent(county, *rc::gen::element<std::string>("K1", "K2"),
                                             AnyDay(), {AnyDay()}));
        break;
      default:
        RecordMoney(journals, county);
    }
  }
  return journals;
}

// Brings the logs in, interleaved and in batches of any size.
void ApplyInAnyBatches(Reporting& reporting, const Journals& journals) {
  std::map<Journals::Key, size_t> applied;
  std::vector<Journals::Key> open;
  for (const auto& [key, log] : journals.logs()) open.push_back(key);
  while (!open.empty()) {
    const size_t which = *rc::gen::inRange<size_t>(0, open.size());
    const Journals::Key key = open[which];
    const size_t count = *rc::gen::inRange<size_t>(1, 9);
    const absl::Status status =
        reporting.Apply(key.first, journals.Batch(key, applied[key], count));
    RC_ASSERT(status.ok());
    applied[key] += count;
    if (applied[key] >= journals.logs().at(key).size()) open.erase(open.begin() + which);
  }
}

struct PlacedFact {
  std::string county;
  Fact fact;
};

std::vector<PlacedFact> AllFacts(const Journals& journals) {
  std::vector<PlacedFact> all;
  for (const auto& [key, log] : journals.logs()) {
    for (const std::string& bytes : log) {
      journal::v1::Entry entry;
      RC_ASSERT(entry.ParseFromString(bytes));
      Effects effects;
      hv1::Event households_event;
      pv1::Event projects_event;
      if (key.first == kHouseholds) {
        RC_ASSERT(households_event.ParseFromString(entry.event()));
        RC_ASSERT(AddEffects(households_event, effects).ok());
      } else {
        RC_ASSERT(projects_event.ParseFromString(entry.event()));
        RC_ASSERT(AddEffects(projects_event, effects).ok());
      }
      for (Fact& fact : effects.facts) all.push_back({key.second, std::move(fact)});
    }
  }
  return all;
}

int64_t NaiveTerm(const v1::Term& term, const std::string& scope,
                  const std::vector<PlacedFact>& facts, const Programme& programme,
                  date::Date as_of) {
  int64_t sum = 0;
  int64_t count = 0;
  std::map<std::string, int> balance;
  for (const auto& [county, fact] : facts) {
    if (fact.cell.kind != term.kind() || fact.day > as_of) continue;
    if (!term.facet().empty() && fact.cell.facet != term.facet()) continue;
    if (scope != kProgrammeScope && scope != ProjectScope(fact.cell.project)) continue;
    const bool designated =
        std::any_of(programme.designations.begin(), programme.designations.end(),
                    [&, &county = county](const Designation& d) {
                      return d.county == county && d.start <= as_of;
                    });
    if (IsOfRegister(term.kind()) && !designated) continue;
    sum += fact.quantity;
    count += fact.delta;
    const bool by_facet = term.aggregate() == v1::AGGREGATE_UNION;
    balance[by_facet ? fact.cell.facet : fact.subject] += fact.delta;
  }
  if (term.aggregate() == v1::AGGREGATE_SUM) return sum;
  if (term.aggregate() == v1::AGGREGATE_COUNT) return count;
  return std::count_if(balance.begin(), balance.end(), [](const auto& b) { return b.second > 0; });
}

int64_t Naive(const v1::Expression& expression, const std::string& scope,
              const std::vector<PlacedFact>& facts, const Programme& programme, date::Date as_of) {
  int64_t value = 0;
  for (const v1::Term& term : expression.terms()) {
    value += (term.sign() < 0 ? -1 : 1) * NaiveTerm(term, scope, facts, programme, as_of);
  }
  return value;
}

std::vector<PlannedFigure> AllFigures() {
  static const absl::StatusOr<Definitions>& definitions =
      *new absl::StatusOr<Definitions>(Definitions::Load(BANGFU_DEFINITIONS_DIR));
  std::vector<PlannedFigure> figures;
  for (const PlannedSection& section : definitions->FindPlan("")->sections) {
    figures.insert(figures.end(), section.figures.begin(), section.figures.end());
  }
  return figures;
}

// Every page of the explanation, one after another.
std::vector<v1::ExplainedEntry> Explain(Reporting& reporting, const PlannedFigure& figure,
                                        date::Date as_of, int page_size) {
  const ExplainedFigure explained{
      .planned = &figure, .view = reporting.View(), .of_case = nullptr, .as_of = as_of};
  std::vector<v1::ExplainedEntry> entries;
  std::string key;
  for (bool more = true; more;) {
    absl::StatusOr<ExplainStart> start = StartOfPage(explained, key);
    RC_ASSERT(start.ok());
    absl::StatusOr<ExplainedPage> page =
        ReadPage(reporting.connection(), explained, *start, page_size);
    RC_ASSERT(page.ok());
    RC_ASSERT(page->entries.size() <= static_cast<size_t>(page_size));
    entries.insert(entries.end(), page->entries.begin(), page->entries.end());
    more = page->more;
    start->after = page->last;
    key = PageKey(explained, *start);
  }
  return entries;
}

// What the entries of one term come to.
int64_t AddUp(const std::vector<v1::ExplainedEntry>& entries, v1::ExplainedEntry::Part part,
              int index, const v1::Term& term) {
  int64_t sum = 0;
  std::map<std::string, int64_t> balance;
  for (const v1::ExplainedEntry& entry : entries) {
    if (entry.part() != part || entry.term_index() != index) continue;
    sum += entry.quantity();
    balance[entry.subject()] += entry.quantity();
  }
  const bool sums =
      term.aggregate() == v1::AGGREGATE_SUM || term.aggregate() == v1::AGGREGATE_COUNT;
  if (sums) return sum;
  return std::count_if(balance.begin(), balance.end(), [](const auto& b) { return b.second > 0; });
}

int64_t AddUp(const std::vector<v1::ExplainedEntry>& entries, v1::ExplainedEntry::Part part,
              const v1::Expression& expression) {
  int64_t value = 0;
  for (int i = 0; i < expression.terms_size(); ++i) {
    const v1::Term& term = expression.terms(i);
    value += (term.sign() < 0 ? -1 : 1) * AddUp(entries, part, i, term);
  }
  return value;
}

RC_GTEST_PROP(FiguresPropertyTest, AnyBatchesGiveTheNaiveFiguresOnEveryDay, ()) {
  const Journals journals = AnyJournals();
  Reporting reporting;
  ApplyInAnyBatches(reporting, journals);
  if (*rc::gen::arbitrary<bool>()) reporting.Restart();
  const std::vector<PlacedFact> facts = AllFacts(journals);
  const ProgrammeView view = reporting.View();
  for (const PlannedFigure& planned : AllFigures()) {
    const v1::Formula& formula = planned.indicator.formula();
    for (int day = -1; day <= kDays; ++day) {
      const date::Date as_of{17000 + day};
      const v1::Figure figure = ComputeFigure(planned, view, as_of);
      RC_ASSERT(figure.numerator() ==
                Naive(formula.numerator(), planned.scope, facts, *view.programme, as_of));
      RC_ASSERT(figure.denominator() ==
                (formula.has_denominator()
                     ? Naive(formula.denominator(), planned.scope, facts, *view.programme, as_of)
                     : 1));
      RC_ASSERT(figure.has_value() == (figure.denominator() > 0));
    }
  }
}

RC_GTEST_PROP(FiguresPropertyTest, ExplanationAddsUpToTheFigureInPagesOfAnySize, ()) {
  const Journals journals = AnyJournals();
  Reporting reporting;
  ApplyInAnyBatches(reporting, journals);
  const date::Date as_of{17000 + *rc::gen::inRange(0, kDays)};
  const int page_size = *rc::gen::inRange(1, 6);
  for (const PlannedFigure& planned : AllFigures()) {
    const v1::Figure figure = ComputeFigure(planned, reporting.View(), as_of);
    const v1::Formula& formula = planned.indicator.formula();
    const auto entries = Explain(reporting, planned, as_of, page_size);
    RC_ASSERT(AddUp(entries, v1::ExplainedEntry::PART_NUMERATOR, formula.numerator()) ==
              figure.numerator());
    if (formula.has_denominator()) {
      RC_ASSERT(AddUp(entries, v1::ExplainedEntry::PART_DENOMINATOR, formula.denominator()) ==
                figure.denominator());
    }
    const auto order = [](const v1::ExplainedEntry& e) {
      const google::type::Date& d = e.date();
      return std::tuple(e.part(), e.term_index(), e.entry().county(), d.year(), d.month(), d.day(),
                        e.entry().seq());
    };
    RC_ASSERT(std::is_sorted(entries.begin(), entries.end(),
                             [&](const auto& a, const auto& b) { return order(a) < order(b); }));
    for (const v1::ExplainedEntry& entry : entries) {
      const std::string& bytes = journals.logs()
                                     .at({entry.entry().journal(), entry.entry().county()})
                                     .at(static_cast<size_t>(entry.entry().seq()));
      const journal::Hash leaf = journal::LeafHash(bytes);
      RC_ASSERT(entry.entry().leaf_hash() == std::string(journal::HashBytes(leaf)));
    }
  }
}

}  // namespace
}  // namespace bangfu::reporting
