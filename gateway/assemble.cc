#include "gateway/assemble.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/figure_text.h"
#include "gateway/heads.h"
#include "services/common/names/names.h"

namespace bangfu::gateway {
namespace {

using Figures = google::protobuf::RepeatedPtrField<v1::SheetFigure>;

constexpr std::string_view kDebtIndicator = "case_debt";

std::string Localised(const LocalizedTexts& texts, Language language) {
  return std::string(TextIn(texts, language));
}

void AddFigure(reporting::v1::Figure& figure, Language language, Figures& figures) {
  v1::SheetFigure& shown = *figures.Add();
  shown.set_id(std::move(*figure.mutable_id()));
  shown.set_indicator(std::move(*figure.mutable_indicator()));
  shown.set_caption(Localised(figure.captions(), language));
  std::optional<int64_t> value;
  if (figure.has_value()) {
    value = figure.value();
    shown.set_value(*value);
  }
  shown.set_value_text(ValueText(value, figure.unit()));
  shown.set_unit(figure.unit());
  shown.set_unit_text(std::string(UnitText(figure.unit(), figure.counting_unit(), language)));
  shown.set_counting_unit(figure.counting_unit());
  shown.set_numerator(figure.numerator());
  shown.set_denominator(figure.denominator());
  if (figure.has_scope()) shown.mutable_scope()->Swap(figure.mutable_scope());
  if (figure.has_as_of()) *shown.mutable_as_of() = figure.as_of();
  shown.set_catalogue_version(std::move(*figure.mutable_catalogue_version()));
  shown.set_basis(figure.basis());
}

// The debt stands in the household's record, which the case names. It is read, not computed by a
// formula of a catalogue, and so has no catalogue version.
void AddDebt(const households::v1::PublishedCase& published, const SheetQuestion& question,
             Figures& figures) {
  const int64_t debt_fen = published.debt_fen();
  const auto name = names::CaseName::Parse(published.case_().name());
  const auto person = names::PersonName::Parse(published.case_().person());
  v1::SheetFigure& shown = *figures.Add();
  std::string id(kDebtIndicator);
  if (name) id.append(".").append(name->Key());
  shown.set_id(std::move(id));
  shown.set_indicator(std::string(kDebtIndicator));
  shown.set_caption(question.language == Language::kEnglish ? "Debt" : "负债");
  shown.set_value(debt_fen);
  shown.set_value_text(ValueText(debt_fen, reporting::v1::UNIT_FEN));
  shown.set_unit(reporting::v1::UNIT_FEN);
  shown.set_counting_unit(reporting::v1::COUNTING_UNIT_NONE);
  shown.set_unit_text(
      std::string(UnitText(shown.unit(), shown.counting_unit(), question.language)));
  shown.set_numerator(debt_fen);
  shown.set_denominator(1);
  if (person) shown.mutable_scope()->set_subject(person->Household().ToString());
  *shown.mutable_as_of() = question.as_of;
  shown.set_basis(reporting::v1::BASIS_COMPUTED);
}

void AddHeading(const SheetQuestion& question, const projects::v1::Programme& programme,
                v1::AchievementSheet& sheet) {
  sheet.set_title(Localised(programme.titles(), question.language));
  sheet.set_organisation(Localised(programme.organisations(), question.language));
  for (std::string_view guideline : TextsIn(programme.guidelines(), question.language)) {
    sheet.add_guidelines(std::string(guideline));
  }
  sheet.set_mode(Localised(programme.modes(), question.language));
  for (const projects::v1::Designation& designation : programme.designations()) {
    v1::SheetCounty& county = *sheet.add_counties();
    county.set_name(designation.county());
    if (designation.has_start_date()) *county.mutable_start_date() = designation.start_date();
  }
  std::stable_sort(sheet.mutable_counties()->begin(), sheet.mutable_counties()->end(),
                   [](const auto& a, const auto& b) { return a.name() < b.name(); });
}

void AddCountyTitles(Language language, const households::v1::ListPublishedCasesResponse& told,
                     v1::AchievementSheet& sheet) {
  for (v1::SheetCounty& county : *sheet.mutable_counties()) {
    const auto found = std::lower_bound(
        told.counties().begin(), told.counties().end(), county.name(),
        [](const households::v1::County& a, const std::string& b) { return a.name() < b; });
    if (found == told.counties().end() || found->name() != county.name()) continue;
    county.set_title(Localised(found->titles(), language));
  }
}

void AddFacilities(Language language, projects::v1::ProgrammeProfile& profile,
                   v1::AchievementSheet& sheet) {
  for (projects::v1::Facility& facility : *profile.mutable_facilities()) {
    v1::SheetFacility& shown = *sheet.add_facilities();
    shown.set_name(std::move(*facility.mutable_name()));
    shown.set_title(Localised(facility.titles(), language));
    shown.set_village(std::move(*facility.mutable_village()));
    for (const int kind : facility.service_kinds()) {
      shown.add_services(
          std::string(ServiceText(static_cast<projects::v1::ServiceKind>(kind), language)));
    }
    if (facility.has_open_date()) *shown.mutable_open_date() = facility.open_date();
  }
  sheet.set_facilities_left_out(profile.facilities_left_out());
}

void AddAttestations(Language language, projects::v1::ProgrammeProfile& profile,
                     v1::AchievementSheet& sheet) {
  for (projects::v1::AttestationWithEntry& recorded : *profile.mutable_attestations()) {
    projects::v1::Attestation& attestation = *recorded.mutable_attestation();
    v1::SheetAttestation& shown = *sheet.add_attestations();
    shown.set_name(std::move(*attestation.mutable_name()));
    shown.set_project(std::move(*attestation.mutable_project()));
    shown.set_statement(Localised(attestation.statements(), language));
    shown.set_attestor(Localised(attestation.attestors(), language));
    if (attestation.has_date()) *shown.mutable_date() = attestation.date();
    shown.set_document(std::move(*attestation.mutable_document()));
    shown.set_basis(reporting::v1::BASIS_ATTESTED);
    if (recorded.has_entry()) shown.mutable_entry()->Swap(recorded.mutable_entry());
  }
  if (profile.attestations_left_out() > 0) {
    sheet.set_attestations_left_out(profile.attestations_left_out());
  }
}

void AddSections(Language language, reporting::v1::ComputeFiguresResponse& computed,
                 v1::AchievementSheet& sheet) {
  for (reporting::v1::FigureSection& section : *computed.mutable_sections()) {
    v1::SheetSection& shown = *sheet.add_sections();
    shown.set_id(std::move(*section.mutable_id()));
    shown.set_title(Localised(section.titles(), language));
    for (reporting::v1::Figure& figure : *section.mutable_figures()) {
      AddFigure(figure, language, *shown.mutable_figures());
    }
  }
  sheet.set_catalogue_version(std::move(*computed.mutable_catalogue_version()));
  sheet.set_template_id(std::move(*computed.mutable_template_id()));
  sheet.set_template_version(std::move(*computed.mutable_template_version()));
}

bool Covers(const households::v1::Consent& consent, households::v1::ConsentScope scope) {
  return std::find(consent.scopes().begin(), consent.scopes().end(), scope) !=
         consent.scopes().end();
}

// `figures` is null without figures of the case.
void AddCase(const SheetQuestion& question, households::v1::PublishedCase& published,
             reporting::v1::CaseFigures* figures, v1::AchievementSheet& sheet) {
  households::v1::Case& about = *published.mutable_case_();
  v1::SheetCase& shown = *sheet.add_cases();
  if (published.has_debt_fen()) AddDebt(published, question, *shown.mutable_figures());
  if (figures != nullptr && Covers(about.consent(), households::v1::CONSENT_SCOPE_WAGE)) {
    for (reporting::v1::Figure& figure : *figures->mutable_figures()) {
      AddFigure(figure, question.language, *shown.mutable_figures());
    }
  }
  shown.set_name(std::move(*about.mutable_name()));
  shown.set_title(Localised(about.titles(), question.language));
  shown.set_story(Localised(about.stories(), question.language));
  shown.set_full_name(std::move(*published.mutable_full_name()));
  shown.set_health(std::move(*published.mutable_health()));
  shown.set_begin_year(about.begin_year());
  shown.set_consent_document(std::move(*about.mutable_consent()->mutable_document()));
  if (published.has_household_entry()) {
    shown.mutable_household_entry()->Swap(published.mutable_household_entry());
  }
  if (published.has_case_entry()) {
    shown.mutable_case_entry()->Swap(published.mutable_case_entry());
  }
}

// A case elsewhere would stand on a sheet that names no head for it. For the same reason it is not
// counted among those left out.
void AddCases(const SheetQuestion& question, SheetAnswers& answers, v1::AchievementSheet& sheet) {
  const std::vector<std::string_view> counties = PartitionsOf(answers);
  int32_t left_out = 0;
  for (const households::v1::CasesLeftOut& one : answers.households.message.cases_left_out()) {
    if (IsOwn(counties, one.county())) left_out += one.count();
  }
  if (left_out > 0) sheet.set_cases_left_out(left_out);
  for (households::v1::PublishedCase& published : *answers.households.message.mutable_cases()) {
    if (!IsOwn(counties, published.case_().name())) continue;
    reporting::v1::CaseFigures* figures = nullptr;
    if (answers.reporting.ok()) {
      for (auto& candidate : *answers.reporting.message.mutable_case_figures()) {
        if (candidate.case_name() == published.case_().name()) figures = &candidate;
      }
    }
    AddCase(question, published, figures, sheet);
  }
}

void AddHead(std::string_view source, const journal::v1::TreeHead& head,
             v1::AchievementSheet& sheet) {
  v1::SourceHead& shown = *sheet.add_source_heads();
  shown.set_source(std::string(source));
  *shown.mutable_tree_head() = head;
}

// Households answers with the heads of all its counties; those that the sheet does not touch would
// make it another sheet whenever something is recorded there.
void AddHouseholdsHeads(const SheetAnswers& answers, v1::AchievementSheet& sheet) {
  const std::vector<std::string_view> touched = PartitionsOf(answers);
  const bool all = touched.empty();  // which are the programme's counties is not known
  for (const journal::v1::TreeHead& head : answers.households.message.tree_heads()) {
    if (all || Contains(touched, head.county())) AddHead(kHouseholds, head, sheet);
  }
}

void AddHeads(const SheetAnswers& answers, v1::AchievementSheet& sheet) {
  if (answers.households.ok()) AddHouseholdsHeads(answers, sheet);
  if (answers.projects.ok()) {
    for (const auto& head : answers.projects.message.tree_heads()) AddHead(kProjects, head, sheet);
  }
  if (answers.reporting.ok()) {
    for (const auto& head : answers.reporting.message.tree_heads()) {
      AddHead(kReporting, head, sheet);
    }
  }
}

void AddUnreachable(std::string_view source, const absl::Status& status,
                    v1::AchievementSheet& sheet) {
  if (status.ok()) return;
  v1::UnreachableSource& shown = *sheet.add_unreachable();
  shown.set_source(std::string(source));
  shown.set_reason(WhyNoAnswer(status));
  sheet.set_partial(true);
}

}  // namespace

v1::AchievementSheet Assemble(const SheetQuestion& question, SheetAnswers answers) {
  v1::AchievementSheet sheet;
  sheet.set_name(question.name);
  *sheet.mutable_as_of() = question.as_of;
  sheet.set_language_code(std::string(CodeOf(question.language)));
  AddHeads(answers, sheet);  // before what follows empties the answers
  if (answers.projects.ok()) {
    AddHeading(question, answers.projects.message.programme(), sheet);
    AddFacilities(question.language, answers.projects.message, sheet);
    AddAttestations(question.language, answers.projects.message, sheet);
  }
  if (answers.reporting.ok()) AddSections(question.language, answers.reporting.message, sheet);
  if (answers.households.ok()) {
    AddCountyTitles(question.language, answers.households.message, sheet);
    AddCases(question, answers, sheet);
  }
  AddUnreachable(kHouseholds, answers.households.status, sheet);
  AddUnreachable(kProjects, answers.projects.status, sheet);
  AddUnreachable(kReporting, answers.reporting.status, sheet);
  return sheet;
}

}  // namespace bangfu::gateway
