#include "services/projects/validate.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/records/texts.h"
#include "services/common/text/quote.h"

namespace bangfu::projects {
namespace {

using records::FieldChecker;
using records::Length;
using records::Privacy;

constexpr int64_t kAmountFenMax = 100'000'000'000'000;  // 10^14, a million million yuan
constexpr int kTitleMax = 100;
constexpr int kModeMax = 200;
constexpr int kDescriptionMax = 1000;
constexpr int kStatementMax = 500;
constexpr int kCountiesMax = 1000;  // there are 832 in the whole register
constexpr int kHonoursMax = 100;

// Sorts, and complains of the first that occurs twice. `county` gives an element's county.
template <typename Elements, typename County>
void SortByCounty(std::string_view field, Elements& elements, County&& county,
                  FieldChecker& check) {
  std::sort(elements.pointer_begin(), elements.pointer_end(),
            [&](const auto* left, const auto* right) { return county(*left) < county(*right); });
  const auto again = std::adjacent_find(
      elements.begin(), elements.end(),
      [&](const auto& left, const auto& right) { return county(left) == county(right); });
  if (again == elements.end()) return;
  check.Invalid(field, text::Quote(county(*again)) + " twice", "each county once",
                Privacy::kPublic);
}

void ValidateDesignations(v1::Programme& record, FieldChecker& check) {
  const int count = record.designations_size();
  if (!check.IntRange("designations", count, 1, kCountiesMax)) return;
  for (int i = 0; i < count; ++i) {
    FieldChecker element = check.In("designations", i);
    element.Name<names::CountyName>("county", record.designations(i).county());
    element.RequiredDate("start_date", record.designations(i).start_date());
  }
  SortByCounty(
      "designations", *record.mutable_designations(),
      [](const v1::Designation& designation) -> const std::string& { return designation.county(); },
      check);
}

void ValidateProgramme(std::string_view county, v1::Programme& record, FieldChecker check) {
  check.Name<names::ProgrammeName>("name", record.name(), county);
  check.Texts("titles", record.titles(), /*required=*/true, kTitleMax);
  check.Texts("organisations", record.organisations(), /*required=*/true, kTitleMax);
  check.TextLists("guidelines", record.guidelines(), /*required=*/false, kTitleMax);
  check.Texts("modes", record.modes(), /*required=*/false, kModeMax);
  const auto started = check.RequiredDate("start_date", record.start_date());
  const auto ended = check.OptionalDate("end_date", record.end_date());
  check.DateNotBefore("end_date", ended, "start_date", started);
  ValidateDesignations(record, check);
  records::Normalise(*record.mutable_titles());
  records::Normalise(*record.mutable_organisations());
  records::Normalise(*record.mutable_guidelines());
  records::Normalise(*record.mutable_modes());
  if (!ended) record.clear_end_date();
}

void ValidateProject(std::string_view county, v1::Project& record, FieldChecker check) {
  check.Name<names::ProjectName>("name", record.name(), county);
  check.Texts("titles", record.titles(), /*required=*/true, kTitleMax);
  check.Texts("descriptions", record.descriptions(), /*required=*/false, kDescriptionMax);
  check.EnumValue("pillar", record.pillar(), v1::Pillar_descriptor());
  check.EnumValue("model", record.model(), v1::ProjectModel_descriptor());
  check.RequiredDate("start_date", record.start_date());
  records::Normalise(*record.mutable_titles());
  records::Normalise(*record.mutable_descriptions());
  if (!check.IntRange("counties", record.counties_size(), 1, kCountiesMax)) return;
  for (int i = 0; i < record.counties_size(); ++i) {
    check.In("counties", i).Name<names::CountyName>({}, record.counties(i));
  }
  SortByCounty(
      "counties", *record.mutable_counties(),
      [](const std::string& name) -> const std::string& { return name; }, check);
}

// Who may take part as what: a household raises animals, a person works, either grows.
bool CheckParticipant(std::string_view county, const v1::Participation& record,
                      FieldChecker& check) {
  const std::string& who = record.participant();
  switch (record.role()) {
    case v1::PARTICIPATION_ROLE_FREE_RANGE:
      return check.Name<names::HouseholdName>("participant", who, county).has_value();
    case v1::PARTICIPATION_ROLE_WORKER:
      return check.Name<names::PersonName>("participant", who, county).has_value();
    default:
      return check.Name<names::ParticipantName>("participant", who, county).has_value();
  }
}

void ValidateParticipation(std::string_view county, v1::Participation& record, FieldChecker check) {
  check.Name<names::ParticipationName>("name", record.name(), county);
  check.Name<names::ProjectName>("project", record.project());
  check.EnumValue("role", record.role(), v1::ParticipationRole_descriptor());
  const bool has_participant = CheckParticipant(county, record, check);
  const auto started = check.RequiredDate("start_date", record.start_date());
  const auto ended = check.OptionalDate("end_date", record.end_date());
  const auto returned = check.OptionalDate("return_date", record.return_date());
  check.DateNotBefore("end_date", ended, "start_date", started);
  // People come home weeks before they begin or years before it; only after the end it was not for
  // this.
  check.DateNotBefore("end_date", ended, "return_date", returned);
  if (returned && has_participant && !names::PersonName::Parse(record.participant())) {
    check.Invalid("return_date", "a date", "none for a household", Privacy::kPublic);
  }
  if (!ended) record.clear_end_date();
  if (!returned) record.clear_return_date();
}

void CheckCounterparty(std::string_view county, const v1::LedgerEntry& record,
                       FieldChecker& check) {
  const std::string& who = record.counterparty();
  switch (record.kind()) {
    case v1::LEDGER_KIND_HOUSEHOLD_PAYOUT:
    case v1::LEDGER_KIND_HOUSEHOLD_COST:
      check.Name<names::HouseholdName>("counterparty", who, county);
      return;
    case v1::LEDGER_KIND_COLLECTIVE_REVENUE:
    case v1::LEDGER_KIND_COLLECTIVE_COST:
      check.Name<names::VillageName>("counterparty", who, county);
      return;
    case v1::LEDGER_KIND_PERSON_SETTLEMENT:
    case v1::LEDGER_KIND_WAGE:
      check.Name<names::PersonName>("counterparty", who, county);
      return;
    default:
      check.EnumValue("kind", record.kind(), v1::LedgerKind_descriptor());
  }
}

void ValidateLedgerEntry(std::string_view county, v1::LedgerEntry& record, FieldChecker check) {
  check.Name<names::LedgerEntryName>("name", record.name(), county);
  check.Name<names::ProjectName>("project", record.project());
  CheckCounterparty(county, record, check);
  check.IntRange("amount_fen", record.amount_fen(), 1, kAmountFenMax);
  check.RequiredDate("date", record.date());
  check.Text("document", record.document(), records::kOptionalDocumentLength);
  check.OptionalName<names::LedgerEntryName>("reverses", record.reverses(), county);
}

void ValidatePosting(std::string_view county, v1::Posting& record, FieldChecker check) {
  check.Name<names::PostingName>("name", record.name(), county);
  check.Name<names::ProgrammeName>("programme", record.programme());
  check.Id("cadre", record.cadre());
  check.Name<names::PlaceName>("place", record.place(), county);
  const auto started = check.RequiredDate("start_date", record.start_date());
  const auto ended = check.OptionalDate("end_date", record.end_date());
  const auto promoted = check.OptionalDate("promotion_date", record.promotion_date());
  check.DateNotBefore("end_date", ended, "start_date", started);
  check.DateNotBefore("promotion_date", promoted, "start_date", started);
  if (!ended) record.clear_end_date();
  if (!promoted) record.clear_promotion_date();
  if (!check.IntRange("honours", record.honours_size(), 0, kHonoursMax)) return;
  for (int i = 0; i < record.honours_size(); ++i) {
    const v1::Honour& honour = record.honours(i);
    FieldChecker element = check.In("honours", i);
    element.Text("title", honour.title(), Length{1, kTitleMax});
    const auto given = element.RequiredDate("date", honour.date());
    element.DateNotBefore("date", given, "start_date", started);
    element.Text("document", honour.document(), records::kOptionalDocumentLength);
  }
}

void ValidateFacility(std::string_view county, v1::Facility& record, FieldChecker check) {
  check.Name<names::FacilityName>("name", record.name(), county);
  check.Name<names::ProgrammeName>("programme", record.programme());
  check.Name<names::VillageName>("village", record.village(), county);
  check.Texts("titles", record.titles(), /*required=*/true, kTitleMax);
  check.EnumValues("service_kinds", record.service_kinds(), v1::ServiceKind_descriptor());
  check.RequiredDate("open_date", record.open_date());
  records::Normalise(*record.mutable_titles());
  std::sort(record.mutable_service_kinds()->begin(), record.mutable_service_kinds()->end());
}

void ValidateAttestation(std::string_view county, v1::Attestation& record, FieldChecker check) {
  const auto name = check.Name<names::AttestationName>("name", record.name(), county);
  const auto project = check.OptionalName<names::ProjectName>("project", record.project());
  if (name && project && name->Programme() != project->Programme()) {
    check.Invalid("project", project->ToString(), "one of " + name->Programme().ToString(),
                  Privacy::kPublic);
  }
  check.Texts("statements", record.statements(), /*required=*/true, kStatementMax);
  check.Texts("attestors", record.attestors(), /*required=*/true, kTitleMax);
  check.RequiredDate("date", record.date());
  check.Text("document", record.document(), records::kDocumentLength);
  records::Normalise(*record.mutable_statements());
  records::Normalise(*record.mutable_attestors());
}

}  // namespace

void Validate(std::string_view county, v1::Record& record, records::Violations& violations) {
  const auto under = [&](std::string_view field) { return FieldChecker(violations, field); };
  switch (record.record_case()) {
    case v1::Record::kProgramme:
      return ValidateProgramme(county, *record.mutable_programme(), under("programme"));
    case v1::Record::kProject:
      return ValidateProject(county, *record.mutable_project(), under("project"));
    case v1::Record::kParticipation:
      return ValidateParticipation(county, *record.mutable_participation(), under("participation"));
    case v1::Record::kLedgerEntry:
      return ValidateLedgerEntry(county, *record.mutable_ledger_entry(), under("ledger_entry"));
    case v1::Record::kPosting:
      return ValidatePosting(county, *record.mutable_posting(), under("posting"));
    case v1::Record::kFacility:
      return ValidateFacility(county, *record.mutable_facility(), under("facility"));
    case v1::Record::kAttestation:
      return ValidateAttestation(county, *record.mutable_attestation(), under("attestation"));
    case v1::Record::RECORD_NOT_SET:
      return FieldChecker(violations).Invalid("record", "found none, expected one of its kinds");
  }
}

}  // namespace bangfu::projects
