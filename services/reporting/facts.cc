#include "services/reporting/facts.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"

#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/text/quote.h"

namespace bangfu::reporting {
namespace {

namespace hv1 = households::v1;
namespace pv1 = projects::v1;

absl::Status Malformed(std::string_view what, std::string_view found) {
  return absl::InvalidArgumentError(std::string(what) + ": found " + text::Quote(found));
}

// Adds facts of one record, and keeps the first thing that is wrong with it.
class FactWriter {
 public:
  FactWriter(std::string_view record, Effects& effects) : record_(record), effects_(effects) {}

  void Of(std::string_view programme_name) {
    const auto name = names::ProgrammeName::Parse(programme_name);
    if (!name) return Fail(Malformed("a programme's name", programme_name));
    cell_.programme = name->programme;
  }

  void Of(std::string_view project_name, pv1::Pillar pillar) {
    const auto name = names::ProjectName::Parse(project_name);
    if (!name) return Fail(Malformed("a project's name", project_name));
    if (!pv1::Pillar_IsValid(pillar)) return Fail(Malformed("a pillar", std::to_string(pillar)));
    cell_.programme = name->programme;
    cell_.project = name->project;
    cell_.pillar = pillar;
  }

  void WithFacet(std::string_view facet) { cell_.facet = facet; }
  void WithDocument(std::string_view document) { document_ = document; }
  void WithQuantity(int64_t quantity, int32_t delta) {
    quantity_ = quantity;
    delta_ = delta;
  }

  void Add(v1::FactKind kind, std::string_view subject, const google::type::Date& day) {
    const absl::StatusOr<date::Date> parsed = records::DateFromProto(day);
    if (!parsed.ok()) return Fail(parsed.status());
    Fact& fact = effects_.facts.emplace_back();
    fact.cell = cell_;
    fact.cell.kind = kind;
    fact.day = *parsed;
    fact.subject = subject;
    fact.delta = delta_;
    fact.quantity = quantity_;
    fact.record = record_;
    fact.document = document_;
  }

  void AddIf(bool has_day, v1::FactKind kind, std::string_view subject,
             const google::type::Date& day) {
    if (has_day) Add(kind, subject, day);
  }

  void Fail(absl::Status status) { status_.Update(std::move(status)); }
  absl::Status status() const { return status_; }

 private:
  std::string_view record_;
  Effects& effects_;
  Cell cell_;
  std::string_view document_;
  int64_t quantity_ = 1;
  int32_t delta_ = 1;
  absl::Status status_;
};

absl::Status AddHousehold(const hv1::Household& household, Effects& effects) {
  FactWriter facts(household.name(), effects);
  facts.Add(v1::FACT_KIND_HOUSEHOLD_REGISTERED, household.name(), household.register_date());
  facts.AddIf(household.has_lift_date(), v1::FACT_KIND_HOUSEHOLD_LIFTED, household.name(),
              household.lift_date());
  facts.AddIf(household.has_departure_date(), v1::FACT_KIND_HOUSEHOLD_LEFT, household.name(),
              household.departure_date());
  return facts.status();
}

absl::Status AddCase(const hv1::Case& recorded, Effects& effects) {
  const auto programme = names::ProgrammeName::Parse(recorded.programme());
  if (!programme) return Malformed("a programme's name", recorded.programme());
  Case& added = effects.cases.emplace_back();
  added.name = recorded.name();
  added.programme = programme->programme;
  added.person = recorded.person();
  if (!recorded.has_consent()) return absl::OkStatus();
  const hv1::Consent& consent = recorded.consent();
  added.covers_wage = std::find(consent.scopes().begin(), consent.scopes().end(),
                                hv1::CONSENT_SCOPE_WAGE) != consent.scopes().end();
  const absl::StatusOr<date::Date> grant = records::DateFromProto(consent.grant_date());
  if (!grant.ok()) return grant.status();
  added.grant = *grant;
  if (!consent.has_withdraw_date()) return absl::OkStatus();
  const absl::StatusOr<date::Date> withdraw = records::DateFromProto(consent.withdraw_date());
  if (!withdraw.ok()) return withdraw.status();
  added.withdraw = *withdraw;
  return absl::OkStatus();
}

absl::Status AddProgramme(const pv1::Programme& programme, Effects& effects) {
  FactWriter facts(programme.name(), effects);
  facts.Of(programme.name());
  Programme definition;
  definition.id = std::string(
      names::ProgrammeName::Parse(programme.name()).value_or(names::ProgrammeName{}).programme);
  for (const pv1::Designation& designation : programme.designations()) {
    facts.Add(v1::FACT_KIND_COUNTY_DESIGNATED, designation.county(), designation.start_date());
    const auto county = names::CountyName::Parse(designation.county());
    if (!county) facts.Fail(Malformed("a county's name", designation.county()));
    if (!facts.status().ok()) return facts.status();
    definition.designations.push_back({std::string(county->county), effects.facts.back().day});
  }
  std::sort(definition.designations.begin(), definition.designations.end(),
            [](const Designation& a, const Designation& b) { return a.county < b.county; });
  effects.programmes.push_back(std::move(definition));
  return facts.status();
}

// Of two whole dates; where one is not, it is for the caller to refuse it.
const google::type::Date& Later(const google::type::Date& left, const google::type::Date& right) {
  const auto key = [](const google::type::Date& date) {
    return std::tuple(date.year(), date.month(), date.day());
  };
  return key(left) < key(right) ? right : left;
}

absl::Status AddParticipation(const pv1::ParticipationRecorded& event, Effects& effects) {
  const pv1::Participation& participation = event.participation();
  if (!pv1::ParticipationRole_IsValid(participation.role())) {
    return Malformed("a role", std::to_string(participation.role()));
  }
  FactWriter facts(participation.name(), effects);
  facts.Of(participation.project(), event.pillar());
  facts.WithFacet(pv1::ParticipationRole_Name(participation.role()));
  const std::string& subject = participation.participant();
  facts.Add(v1::FACT_KIND_PARTICIPATION_STARTED, subject, participation.start_date());
  facts.AddIf(participation.has_end_date(), v1::FACT_KIND_PARTICIPATION_ENDED, subject,
              participation.end_date());
  // Nobody has come home to take part before taking part.
  facts.AddIf(participation.has_return_date(), v1::FACT_KIND_RETURNED_HOME, subject,
              Later(participation.return_date(), participation.start_date()));
  return facts.status();
}

std::optional<v1::FactKind> KindOf(pv1::LedgerKind kind) {
  switch (kind) {
    case pv1::LEDGER_KIND_HOUSEHOLD_PAYOUT:
      return v1::FACT_KIND_HOUSEHOLD_PAYOUT;
    case pv1::LEDGER_KIND_HOUSEHOLD_COST:
      return v1::FACT_KIND_HOUSEHOLD_COST;
    case pv1::LEDGER_KIND_COLLECTIVE_REVENUE:
      return v1::FACT_KIND_COLLECTIVE_REVENUE;
    case pv1::LEDGER_KIND_COLLECTIVE_COST:
      return v1::FACT_KIND_COLLECTIVE_COST;
    case pv1::LEDGER_KIND_PERSON_SETTLEMENT:
      return v1::FACT_KIND_PERSON_SETTLEMENT;
    case pv1::LEDGER_KIND_WAGE:
      return v1::FACT_KIND_WAGE;
    default:
      return std::nullopt;
  }
}

absl::Status AddLedgerEntry(const pv1::LedgerEntryRecorded& event, Effects& effects) {
  const pv1::LedgerEntry& entry = event.ledger_entry();
  const std::optional<v1::FactKind> kind = KindOf(entry.kind());
  if (!kind) return Malformed("a kind of ledger entry", std::to_string(entry.kind()));
  FactWriter facts(entry.name(), effects);
  facts.Of(entry.project(), event.pillar());
  facts.WithDocument(entry.document());
  const int32_t delta = entry.reverses().empty() ? 1 : -1;
  facts.WithQuantity(delta * entry.amount_fen(), delta);
  facts.Add(*kind, entry.counterparty(), entry.date());
  return facts.status();
}

absl::Status AddPosting(const pv1::Posting& posting, Effects& effects) {
  FactWriter facts(posting.name(), effects);
  facts.Of(posting.programme());
  facts.WithFacet(posting.cadre());
  facts.Add(v1::FACT_KIND_POSTING, posting.cadre(), posting.start_date());
  facts.AddIf(posting.has_promotion_date(), v1::FACT_KIND_POSTING_PROMOTED, posting.cadre(),
              posting.promotion_date());
  for (const pv1::Honour& honour : posting.honours()) {
    facts.WithDocument(honour.document());
    facts.Add(v1::FACT_KIND_POSTING_HONOURED, posting.cadre(), honour.date());
  }
  return facts.status();
}

absl::Status AddFacility(const pv1::Facility& facility, Effects& effects) {
  FactWriter facts(facility.name(), effects);
  facts.Of(facility.programme());
  facts.Add(v1::FACT_KIND_FACILITY_OPENED, facility.name(), facility.open_date());
  for (const int kind : facility.service_kinds()) {
    if (!pv1::ServiceKind_IsValid(kind)) return Malformed("a service kind", std::to_string(kind));
    const std::string& name = pv1::ServiceKind_Name(static_cast<pv1::ServiceKind>(kind));
    facts.WithFacet(name);
    facts.Add(v1::FACT_KIND_SERVICE_OFFERED, name, facility.open_date());
  }
  return facts.status();
}

absl::Status UnknownEvent() {
  return absl::InvalidArgumentError("an event of a kind that this program does not know");
}

}  // namespace

void Effects::Append(Effects others) {
  const auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::move_iterator(from.begin()), std::move_iterator(from.end()));
  };
  append(facts, others.facts);
  append(programmes, others.programmes);
  append(cases, others.cases);
}

absl::Status AddEffects(const hv1::Event& event, Effects& effects) {
  switch (event.event_case()) {
    case hv1::Event::kHouseholdRecorded:
      return AddHousehold(event.household_recorded().household(), effects);
    case hv1::Event::kCaseRecorded:
      return AddCase(event.case_recorded(), effects);
    case hv1::Event::kCountyRecorded:
    case hv1::Event::kVillageRecorded:
    case hv1::Event::kPersonRecorded:
      return absl::OkStatus();  // nothing is counted of these
    case hv1::Event::EVENT_NOT_SET:
      break;
  }
  return UnknownEvent();
}

absl::Status AddEffects(const pv1::Event& event, Effects& effects) {
  switch (event.event_case()) {
    case pv1::Event::kProgrammeRecorded:
      return AddProgramme(event.programme_recorded(), effects);
    case pv1::Event::kParticipationRecorded:
      return AddParticipation(event.participation_recorded(), effects);
    case pv1::Event::kLedgerEntryRecorded:
      return AddLedgerEntry(event.ledger_entry_recorded(), effects);
    case pv1::Event::kPostingRecorded:
      return AddPosting(event.posting_recorded(), effects);
    case pv1::Event::kFacilityRecorded:
      return AddFacility(event.facility_recorded(), effects);
    case pv1::Event::kProjectRecorded:
    case pv1::Event::kAttestationRecorded:
      return absl::OkStatus();  // told by projects, counted by nobody
    case pv1::Event::EVENT_NOT_SET:
      break;
  }
  return UnknownEvent();
}

}  // namespace bangfu::reporting
