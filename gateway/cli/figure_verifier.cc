#include "gateway/cli/figure_verifier.h"

#include <optional>
#include <utility>

#include "gateway/cli/entry_facts.h"
#include "gateway/cli/status_text.h"
#include "gateway/cli/words.h"
#include "gateway/figure_text.h"

namespace bangfu::cli {
namespace {

using gateway::v1::AchievementSheet;
using gateway::v1::SheetFigure;
using reporting::v1::ExplainedEntry;
using reporting::v1::ExplainFigureResponse;

Verdict SumVerdict(std::string_view check, int64_t computed, int64_t told,
                   const reporting::v1::Expression& part) {
  Verdict verdict = {computed == told, std::string(check)};
  verdict.detail = "the entries add up to " + SumText(computed, part);
  if (!verdict.good) verdict.detail += ", but the sheet says " + SumText(told, part);
  return verdict;
}

}  // namespace

const SheetFigure* FindFigure(const AchievementSheet& sheet, std::string_view id) {
  for (const gateway::v1::SheetSection& section : sheet.sections()) {
    for (const SheetFigure& figure : section.figures()) {
      if (figure.id() == id) return &figure;
    }
  }
  for (const gateway::v1::SheetCase& one : sheet.cases()) {
    for (const SheetFigure& figure : one.figures()) {
      if (figure.id() == id) return &figure;
    }
  }
  return nullptr;
}

FigureVerifier::FigureVerifier(const AchievementSheet& sheet, const SheetFigure& figure,
                               const ExplainFigureResponse& first_page, ProveEntries prove)
    : on_sheet_(figure),
      explained_(first_page.figure()),
      formula_(first_page.indicator().formula()),
      sum_(formula_),
      proofs_(HeadsOf(sheet, "reporting"), std::move(prove)) {
  CheckHeads(sheet, first_page);
}

void FigureVerifier::CheckHeads(const AchievementSheet& sheet, const ExplainFigureResponse& page) {
  const Heads heads = HeadsOf(sheet, "reporting");
  for (const journal::v1::TreeHead& head : page.tree_heads()) {
    const auto found = heads.find({head.journal(), head.county()});
    const bool same = found != heads.end() && found->second.size() == head.size() &&
                      found->second.root_hash() == head.root_hash();
    heads_.Add(same ? std::string()
                    : head.journal() + " " + head.county() + " has moved on: ask again");
  }
}

absl::Status FigureVerifier::AddPage(const ExplainFigureResponse& page) {
  std::vector<const journal::v1::EntryRef*> entries;
  for (const ExplainedEntry& claim : page.entries()) entries.push_back(&claim.entry());
  const absl::StatusOr<std::vector<std::string>> bytes = proofs_.Check(entries);
  if (!bytes.ok()) return bytes.status();
  for (int i = 0; i < page.entries_size(); ++i) CheckClaim(page.entries(i), (*bytes)[i]);
  return absl::OkStatus();
}

void FigureVerifier::CheckClaim(const ExplainedEntry& claim, const std::string& bytes) {
  const reporting::v1::Term* term = FindTerm(formula_, claim);
  if (term == nullptr) return claims_.Add(PlaceOf(claim.entry()) + " is in no term of the formula");
  if (bytes.empty()) return claims_.Add(PlaceOf(claim.entry()) + " is not proven");
  const absl::StatusOr<StatedEntry> stated = ReadEntry(bytes);
  if (!stated.ok()) {
    return claims_.Add(PlaceOf(claim.entry()) + ": " + MessageOf(stated.status()));
  }
  std::string flaw = FlawOfClaim(claim, *stated, explained_, *term);
  if (flaw.empty() && !sum_.Add(claim)) flaw = "it is counted twice";
  claims_.Add(flaw.empty() ? std::string() : PlaceOf(claim.entry()) + ": " + flaw);
}

// That the value follows from numerator and denominator, and is what the sheet shows.
Verdict FigureVerifier::ValueVerdict() const {
  std::optional<int64_t> value = Quotient(sum_.Numerator(), sum_.Denominator());
  // "Nothing was ever recorded" is no value, too.
  if (value == 0 && !on_sheet_.has_value()) value = std::nullopt;
  std::optional<int64_t> told;
  if (on_sheet_.has_value()) told = on_sheet_.value();
  Verdict verdict = {value == told, "value"};
  const auto text = [this](std::optional<int64_t> number) {
    return number ? gateway::ValueText(*number, on_sheet_.unit()) : std::string("no value");
  };
  verdict.detail = "the formula gives " + text(value);
  if (!verdict.good) verdict.detail += ", but the sheet says " + text(told);
  return verdict;
}

std::vector<Verdict> FigureVerifier::Verdicts() const {
  std::vector<Verdict> verdicts = {
      heads_.ToVerdict("heads", "heads are those that the sheet names")};
  for (Verdict& verdict : proofs_.Verdicts()) verdicts.push_back(std::move(verdict));
  verdicts.push_back(
      claims_.ToVerdict("entries", "entries state what the explanation says, each counted once"));
  verdicts.push_back(
      SumVerdict("numerator", sum_.Numerator(), on_sheet_.numerator(), formula_.numerator()));
  verdicts.push_back(SumVerdict("denominator", sum_.Denominator(), on_sheet_.denominator(),
                                formula_.denominator()));
  verdicts.push_back(ValueVerdict());
  return verdicts;
}

}  // namespace bangfu::cli
