#include "services/reporting/catalogue_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/localized_text.pb.h"
#include "services/common/names/names.h"
#include "services/common/text/absl_view.h"
#include "services/common/text/quote.h"
#include "services/reporting/fact_kinds.h"

namespace bangfu::reporting {
namespace {

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;
using v1::Aggregate;

absl::Status Invalid(const std::string& what) { return absl::InvalidArgumentError(what); }

// The first error, with the definition that it is in before it.
class Finding {
 public:
  explicit Finding(std::string subject) : subject_(std::move(subject)) {}

  Finding& Require(bool holds, std::string_view otherwise) {
    if (!holds) {
      status_.Update(Invalid(absl::StrCat(subject_, ": ", text::AbslView(otherwise))));
    }
    return *this;
  }
  absl::Status status() const { return status_; }

 private:
  std::string subject_;
  absl::Status status_;
};

bool IsDefinitionId(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !id.empty() && id.size() <= 60 && id[0] >= 'a' && id[0] <= 'z' &&
         std::all_of(id.begin(), id.end(), fits);
}

bool InBothLanguages(const LocalizedTexts& texts) {
  const auto has = [&](std::string_view language) {
    return std::count_if(texts.begin(), texts.end(), [&](const google::type::LocalizedText& text) {
             return text.language_code() == language && !text.text().empty();
           }) == 1;
  };
  return texts.size() == 2 && has("zh-CN") && has("en");
}

bool StandsAlone(Aggregate aggregate) {
  return aggregate == v1::AGGREGATE_DISTINCT || aggregate == v1::AGGREGATE_UNION ||
         aggregate == v1::AGGREGATE_LATEST;
}

bool IsFen(const v1::Term& term) {
  return term.aggregate() == v1::AGGREGATE_SUM || term.aggregate() == v1::AGGREGATE_LATEST;
}

bool IsFen(const v1::Expression& expression) { return IsFen(expression.terms(0)); }

bool IsLatest(const v1::Formula& formula) {
  return formula.numerator().terms(0).aggregate() == v1::AGGREGATE_LATEST;
}

absl::Status CheckTerm(const std::string& subject, const v1::Term& term) {
  const bool is_union = term.aggregate() == v1::AGGREGATE_UNION;
  return Finding(subject)
      .Require(term.sign() >= -1 && term.sign() <= 1, "a sign is -1, 0 or 1")
      .Require(
          term.aggregate() != v1::AGGREGATE_UNSPECIFIED && v1::Aggregate_IsValid(term.aggregate()),
          "a term needs an aggregate")
      .Require(term.kind() != v1::FACT_KIND_UNSPECIFIED && v1::FactKind_IsValid(term.kind()),
               "a term needs a kind of fact")
      .Require(!IsFen(term) || IsMoney(term.kind()), "SUM and LATEST are of money")
      .Require(!is_union || SpansCounties(term.kind()),
               "UNION is of subjects that may occur in several counties: cadres, service kinds")
      .Require(term.aggregate() != v1::AGGREGATE_DISTINCT || !SpansCounties(term.kind()),
               "DISTINCT is of subjects that live in one county; these take UNION")
      .Require(!is_union || term.facet().empty(), "UNION is over all facets, so it names none")
      .Require(term.facet().empty() || HasFacets(term.kind()), "facts of this kind have no facet")
      .status();
}

absl::Status CheckExpression(const std::string& subject, const v1::Expression& expression) {
  if (expression.terms().empty()) return Invalid(subject + ": an expression needs a term");
  for (const v1::Term& term : expression.terms()) {
    if (absl::Status status = CheckTerm(subject, term); !status.ok()) return status;
    const bool alone = expression.terms_size() == 1 && term.sign() >= 0;
    absl::Status status =
        Finding(subject)
            .Require(alone || !StandsAlone(term.aggregate()),
                     "DISTINCT, UNION and LATEST stand alone: such numbers do not add")
            .Require(IsFen(term) == IsFen(expression), "fen and numbers do not add")
            .status();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// What the formula counts, or divides by, agrees with what the indicator says that it counts.
absl::Status CheckCounting(const std::string& subject, const v1::Indicator& indicator) {
  const v1::Formula& formula = indicator.formula();
  const v1::Expression& counted =
      formula.has_denominator() ? formula.denominator() : formula.numerator();
  const v1::CountingUnit unit = indicator.counting_unit();
  if (IsFen(counted)) {
    return Finding(subject)
        .Require(unit == v1::COUNTING_UNIT_NONE, "an amount has COUNTING_UNIT_NONE")
        .status();
  }
  const bool times = unit == v1::COUNTING_UNIT_PERSON_TIME || unit == v1::COUNTING_UNIT_FACILITY;
  const bool by_count = counted.terms(0).aggregate() == v1::AGGREGATE_COUNT;
  return Finding(subject)
      .Require(unit != v1::COUNTING_UNIT_NONE, "a number needs a counting unit")
      .Require(times || !by_count, "COUNT may count one twice: it is of person-times or facilities")
      .Require(by_count || unit != v1::COUNTING_UNIT_PERSON_TIME,
               "DISTINCT and UNION count each once: not person-times")
      .status();
}

absl::Status CheckFormula(const std::string& subject, const v1::Indicator& indicator) {
  const v1::Formula& formula = indicator.formula();
  if (absl::Status status = CheckExpression(subject, formula.numerator()); !status.ok()) {
    return status;
  }
  const bool fen = IsFen(formula.numerator());
  Finding finding(subject);
  if (formula.has_denominator()) {
    absl::Status status = CheckExpression(subject, formula.denominator());
    if (!status.ok()) return status;
    finding.Require(fen && !IsFen(formula.denominator()), "an average is fen per number")
        .Require(!IsLatest(formula), "LATEST has no denominator");
  }
  const bool monthly = indicator.unit() == v1::UNIT_FEN_PER_MONTH;
  finding
      .Require(
          fen ? monthly || indicator.unit() == v1::UNIT_FEN : indicator.unit() == v1::UNIT_COUNT,
          "the unit is not that of the formula")
      .Require(!monthly || IsLatest(formula), "fen per month is of LATEST");
  if (!finding.status().ok()) return finding.status();
  return CheckCounting(subject, indicator);
}

absl::Status CheckIndicator(const v1::Indicator& indicator) {
  const std::string subject = absl::StrCat("indicator ", text::Quote(indicator.id()));
  absl::Status texts =
      Finding(subject)
          .Require(IsDefinitionId(indicator.id()), "an id is lower case with underscores")
          .Require(InBothLanguages(indicator.titles()), "titles are in zh-CN and en, each once")
          .Require(indicator.notes().empty() || InBothLanguages(indicator.notes()),
                   "notes are in zh-CN and en, each once, or left out")
          .Require(indicator.unit() != v1::UNIT_UNSPECIFIED && v1::Unit_IsValid(indicator.unit()),
                   "a unit is missing")
          .Require(indicator.counting_unit() != v1::COUNTING_UNIT_UNSPECIFIED &&
                       v1::CountingUnit_IsValid(indicator.counting_unit()),
                   "a counting unit is missing")
          .status();
  return texts.ok() ? CheckFormula(subject, indicator) : texts;
}

template <typename Predicate>
bool AllTerms(const v1::Formula& formula, Predicate predicate) {
  const auto all = [&](const v1::Expression& expression) {
    return std::all_of(expression.terms().begin(), expression.terms().end(), predicate);
  };
  return all(formula.numerator()) && all(formula.denominator());
}

absl::Status CheckScope(const std::string& subject, const v1::Scope& scope,
                        const v1::Formula& formula) {
  projects::v1::Pillar pillar = projects::v1::PILLAR_UNSPECIFIED;
  const bool known = projects::v1::Pillar_Parse(scope.pillar(), &pillar) &&
                     pillar != projects::v1::PILLAR_UNSPECIFIED;
  const bool of_projects =
      AllTerms(formula, [](const v1::Term& term) { return IsOfProject(term.kind()); });
  return Finding(subject)
      .Require(!scope.has_subject(), "a template's figure is not of one subject")
      .Require(!scope.has_project() || names::IsId(scope.project()), "a project is named by its id")
      .Require(!scope.has_pillar() || known,
               "a pillar is named as the contract names it: PILLAR_INDUSTRY")
      .Require(scope.scope_case() == v1::Scope::SCOPE_NOT_SET || of_projects,
               "a figure of a project or a pillar counts only what belongs to projects")
      .status();
}

absl::Status CheckFigure(const v1::FigureTemplate& figure, bool of_case,
                         const v1::Catalogue& catalogue, std::set<std::string>& ids) {
  const std::string subject = absl::StrCat("figure ", text::Quote(figure.id()));
  const auto& indicators = catalogue.indicators();
  const auto indicator =
      std::find_if(indicators.begin(), indicators.end(),
                   [&](const v1::Indicator& i) { return i.id() == figure.indicator(); });
  absl::Status status =
      Finding(subject)
          .Require(IsDefinitionId(figure.id()), "an id is lower case with underscores")
          .Require(ids.insert(figure.id()).second, "the template has two of this id")
          .Require(figure.captions().empty() || InBothLanguages(figure.captions()),
                   "captions are in zh-CN and en, each once, or left out")
          .Require(indicator != indicators.end(),
                   "the catalogue has no indicator " + text::Quote(figure.indicator()))
          .status();
  if (!status.ok()) return status;
  status = Finding(subject)
               .Require(IsLatest(indicator->formula()) == of_case,
                        "LATEST is for figures of a case, and they are of nothing else")
               .Require(!of_case || figure.scope().scope_case() == v1::Scope::SCOPE_NOT_SET,
                        "a case's figure has the scope of the case")
               .status();
  return status.ok() ? CheckScope(subject, figure.scope(), indicator->formula()) : status;
}

}  // namespace

absl::Status CheckCatalogue(const v1::Catalogue& catalogue) {
  if (catalogue.version().empty()) return Invalid("the catalogue has no version");
  std::set<std::string> ids;
  for (const v1::Indicator& indicator : catalogue.indicators()) {
    if (absl::Status status = CheckIndicator(indicator); !status.ok()) return status;
    if (!ids.insert(indicator.id()).second) {
      return Invalid(absl::StrCat("indicator ", text::Quote(indicator.id()),
                                  ": the catalogue has two of this id"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTemplate(const v1::SheetTemplate& sheet, const v1::Catalogue& catalogue) {
  absl::Status status =
      Finding(absl::StrCat("template ", text::Quote(sheet.id())))
          .Require(IsDefinitionId(sheet.id()), "an id is lower case with underscores")
          .Require(!sheet.version().empty(), "a version is missing")
          .status();
  std::set<std::string> section_ids;
  std::set<std::string> figure_ids;
  for (const v1::SectionTemplate& section : sheet.sections()) {
    status.Update(
        Finding(absl::StrCat("section ", text::Quote(section.id())))
            .Require(IsDefinitionId(section.id()), "an id is lower case with underscores")
            .Require(section_ids.insert(section.id()).second, "the template has two of this id")
            .Require(InBothLanguages(section.titles()), "titles are in zh-CN and en, each once")
            .status());
    for (const v1::FigureTemplate& figure : section.figures()) {
      status.Update(CheckFigure(figure, /*of_case=*/false, catalogue, figure_ids));
    }
  }
  for (const v1::FigureTemplate& figure : sheet.case_figures()) {
    status.Update(CheckFigure(figure, /*of_case=*/true, catalogue, figure_ids));
  }
  return status;
}

}  // namespace bangfu::reporting
