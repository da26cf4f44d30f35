#include "gateway/cli/entry_facts.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "gateway/cli/entry_parser.h"

namespace bangfu::cli {
namespace {

using google::type::Date;
using reporting::v1::ExplainedEntry;
using reporting::v1::FactKind;
using reporting::v1::Scope;

auto Key(const Date& date) { return std::make_tuple(date.year(), date.month(), date.day()); }

bool IsBefore(const Date& left, const Date& right) { return Key(left) < Key(right); }

void ReadHouseholdsEvent(const households::v1::Event& event, StatedEntry& stated) {
  switch (event.event_case()) {
    case households::v1::Event::kCountyRecorded:
      stated.record = event.county_recorded().name();
      break;
    case households::v1::Event::kVillageRecorded:
      stated.record = event.village_recorded().name();
      break;
    case households::v1::Event::kPersonRecorded:
      stated.record = event.person_recorded().person().name();
      break;
    case households::v1::Event::kCaseRecorded:
      stated.record = event.case_recorded().name();
      break;
    case households::v1::Event::kHouseholdRecorded: {
      const households::v1::Household& household = event.household_recorded().household();
      stated.record = household.name();
      const auto add = [&](FactKind kind, bool has_date, const Date& date) {
        if (has_date) stated.facts.push_back({kind, date, household.name()});
      };
      add(reporting::v1::FACT_KIND_HOUSEHOLD_REGISTERED, household.has_register_date(),
          household.register_date());
      add(reporting::v1::FACT_KIND_HOUSEHOLD_LIFTED, household.has_lift_date(),
          household.lift_date());
      add(reporting::v1::FACT_KIND_HOUSEHOLD_LEFT, household.has_departure_date(),
          household.departure_date());
      break;
    }
    case households::v1::Event::EVENT_NOT_SET:
      break;
  }
}

void ReadParticipation(const projects::v1::ParticipationRecorded& event, StatedEntry& stated) {
  const projects::v1::Participation& participation = event.participation();
  stated.record = participation.name();
  const auto add = [&](FactKind kind, bool has_date, const Date& date) {
    if (!has_date) return;
    StatedFact& fact = stated.facts.emplace_back();
    fact = {kind, date, participation.participant()};
    fact.facet = projects::v1::ParticipationRole_Name(participation.role());
    fact.project = participation.project();
    fact.pillar = projects::v1::Pillar_Name(event.pillar());
  };
  add(reporting::v1::FACT_KIND_PARTICIPATION_STARTED, participation.has_start_date(),
      participation.start_date());
  add(reporting::v1::FACT_KIND_PARTICIPATION_ENDED, participation.has_end_date(),
      participation.end_date());
  // Nobody has come home to take part before taking part.
  add(reporting::v1::FACT_KIND_RETURNED_HOME, participation.has_return_date(),
      std::max(participation.return_date(), participation.start_date(), IsBefore));
}

std::optional<FactKind> FactOfLedger(projects::v1::LedgerKind kind) {
  switch (kind) {
    case projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT:
      return reporting::v1::FACT_KIND_HOUSEHOLD_PAYOUT;
    case projects::v1::LEDGER_KIND_HOUSEHOLD_COST:
      return reporting::v1::FACT_KIND_HOUSEHOLD_COST;
    case projects::v1::LEDGER_KIND_COLLECTIVE_REVENUE:
      return reporting::v1::FACT_KIND_COLLECTIVE_REVENUE;
    case projects::v1::LEDGER_KIND_COLLECTIVE_COST:
      return reporting::v1::FACT_KIND_COLLECTIVE_COST;
    case projects::v1::LEDGER_KIND_PERSON_SETTLEMENT:
      return reporting::v1::FACT_KIND_PERSON_SETTLEMENT;
    case projects::v1::LEDGER_KIND_WAGE:
      return reporting::v1::FACT_KIND_WAGE;
    default:
      return std::nullopt;
  }
}

void ReadLedgerEntry(const projects::v1::LedgerEntryRecorded& event, StatedEntry& stated) {
  const projects::v1::LedgerEntry& entry = event.ledger_entry();
  stated.record = entry.name();
  const std::optional<FactKind> kind = FactOfLedger(entry.kind());
  if (!kind) return;
  StatedFact& fact = stated.facts.emplace_back();
  fact = {*kind, entry.date(), entry.counterparty()};
  fact.sign = entry.reverses().empty() ? 1 : -1;
  fact.amount_fen = fact.sign * entry.amount_fen();
  fact.document = entry.document();
  fact.project = entry.project();
  fact.pillar = projects::v1::Pillar_Name(event.pillar());
}

void ReadPosting(const projects::v1::Posting& posting, StatedEntry& stated) {
  stated.record = posting.name();
  const auto add = [&](FactKind kind, const Date& date, const std::string& document) {
    StatedFact& fact = stated.facts.emplace_back();
    fact = {kind, date, posting.cadre(), posting.cadre()};
    fact.document = document;
  };
  add(reporting::v1::FACT_KIND_POSTING, posting.start_date(), {});
  for (const projects::v1::Honour& honour : posting.honours()) {
    add(reporting::v1::FACT_KIND_POSTING_HONOURED, honour.date(), honour.document());
  }
  if (posting.has_promotion_date()) {
    add(reporting::v1::FACT_KIND_POSTING_PROMOTED, posting.promotion_date(), {});
  }
}

void ReadFacility(const projects::v1::Facility& facility, StatedEntry& stated) {
  stated.record = facility.name();
  stated.facts.push_back(
      {reporting::v1::FACT_KIND_FACILITY_OPENED, facility.open_date(), facility.name()});
  for (const int kind : facility.service_kinds()) {
    const std::string name =
        projects::v1::ServiceKind_Name(static_cast<projects::v1::ServiceKind>(kind));
    stated.facts.push_back(
        {reporting::v1::FACT_KIND_SERVICE_OFFERED, facility.open_date(), name, name});
  }
}

void ReadProgramme(const projects::v1::Programme& programme, StatedEntry& stated) {
  stated.record = programme.name();
  for (const projects::v1::Designation& designation : programme.designations()) {
    stated.facts.push_back({reporting::v1::FACT_KIND_COUNTY_DESIGNATED, designation.start_date(),
                            designation.county()});
  }
}

void ReadProjectsEvent(const projects::v1::Event& event, StatedEntry& stated) {
  switch (event.event_case()) {
    case projects::v1::Event::kProgrammeRecorded:
      return ReadProgramme(event.programme_recorded(), stated);
    case projects::v1::Event::kProjectRecorded:
      stated.record = event.project_recorded().name();
      return;
    case projects::v1::Event::kParticipationRecorded:
      return ReadParticipation(event.participation_recorded(), stated);
    case projects::v1::Event::kLedgerEntryRecorded:
      return ReadLedgerEntry(event.ledger_entry_recorded(), stated);
    case projects::v1::Event::kPostingRecorded:
      return ReadPosting(event.posting_recorded(), stated);
    case projects::v1::Event::kFacilityRecorded:
      return ReadFacility(event.facility_recorded(), stated);
    case projects::v1::Event::kAttestationRecorded:
      stated.record = event.attestation_recorded().name();
      return;
    case projects::v1::Event::EVENT_NOT_SET:
      return;
  }
}

// Whether the fact is one of what the figure is of.
bool IsInScope(const StatedFact& fact, const Scope& scope) {
  switch (scope.scope_case()) {
    case Scope::kProject:
      return fact.project.ends_with("/projects/" + scope.project());
    case Scope::kPillar:
      return fact.pillar == scope.pillar();
    case Scope::kSubject:
      return fact.subject == scope.subject();
    case Scope::SCOPE_NOT_SET:
      break;
  }
  return true;
}

int64_t Quantity(const StatedFact& fact, reporting::v1::Aggregate aggregate) {
  const bool is_amount =
      aggregate == reporting::v1::AGGREGATE_SUM || aggregate == reporting::v1::AGGREGATE_LATEST;
  return is_amount ? fact.amount_fen : fact.sign;
}

}  // namespace

absl::StatusOr<StatedEntry> ReadEntry(std::string_view bytes) {
  EntryParser parser;
  const absl::Status parsed = parser.Parse(bytes);
  if (!parsed.ok()) return parsed;
  StatedEntry stated;
  stated.entry = parser.entry();
  if (parser.households_event() != nullptr) ReadHouseholdsEvent(*parser.households_event(), stated);
  if (parser.projects_event() != nullptr) ReadProjectsEvent(*parser.projects_event(), stated);
  return stated;
}

std::string FlawOfClaim(const ExplainedEntry& claim, const StatedEntry& stated,
                        const reporting::v1::Figure& figure, const reporting::v1::Term& term) {
  const journal::v1::Entry& entry = stated.entry;
  if (entry.journal() != claim.entry().journal() || entry.county() != claim.entry().county() ||
      entry.seq() != claim.entry().seq()) {
    return "the entry names another place in the journals";
  }
  if (claim.kind() != term.kind()) return "the formula's term does not take such entries";
  if (figure.has_as_of() && Key(claim.date()) > Key(figure.as_of())) {
    return "the entry takes effect after the figure's day";
  }
  if (stated.record != claim.record()) return "the entry records " + stated.record;
  const bool is_stated =
      std::any_of(stated.facts.begin(), stated.facts.end(), [&](const StatedFact& fact) {
        return fact.kind == claim.kind() && Key(fact.date) == Key(claim.date()) &&
               fact.subject == claim.subject() && fact.document == claim.document() &&
               Quantity(fact, term.aggregate()) == claim.quantity() &&
               (term.facet().empty() || fact.facet == term.facet()) &&
               IsInScope(fact, figure.scope());
      });
  return is_stated ? std::string() : "the entry does not state that day, subject and amount";
}

}  // namespace bangfu::cli
