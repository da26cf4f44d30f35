// Events as the owners of the records would write them, in a line each.
#ifndef BANGFU_TESTS_SERVICES_REPORTING_RECORDS_H_
#define BANGFU_TESTS_SERVICES_REPORTING_RECORDS_H_

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "services/common/date/date.h"
#include "services/common/records/dates.h"

namespace bangfu::reporting {

namespace hv1 = households::v1;
namespace pv1 = projects::v1;

inline constexpr char kXuyong[] = "510524";
inline constexpr char kSuide[] = "610826";

inline date::Date Day(std::string_view text) {
  const absl::StatusOr<date::Date> day = date::ParseDate(text);
  EXPECT_TRUE(day.ok()) << day.status();
  return day.value_or(date::Date{});
}

inline google::type::Date ProtoDay(std::string_view text) {
  return records::DateToProto(Day(text));
}

inline std::string Household(const std::string& county, const std::string& id) {
  return "counties/" + county + "/households/" + id;
}
inline std::string Person(const std::string& county, const std::string& id) {
  return Household(county, id) + "/persons/1";
}
inline std::string Village(const std::string& county) {
  return "counties/" + county + "/villages/" + county + "101227";
}

inline hv1::Event HouseholdEvent(const std::string& name, const std::string& registered,
                                 const std::string& lifted = "", const std::string& left = "") {
  hv1::Event event;
  hv1::Household& household = *event.mutable_household_recorded()->mutable_household();
  household.set_name(name);
  *household.mutable_register_date() = ProtoDay(registered);
  if (!lifted.empty()) *household.mutable_lift_date() = ProtoDay(lifted);
  if (!left.empty()) *household.mutable_departure_date() = ProtoDay(left);
  return event;
}

inline hv1::Event CaseEvent(const std::string& county, const std::string& id,
                            const std::string& person, const std::string& granted = "",
                            const std::string& withdrawn = "") {
  hv1::Event event;
  hv1::Case& recorded = *event.mutable_case_recorded();
  recorded.set_name("counties/" + county + "/cases/" + id);
  recorded.set_programme("programmes/cetc-2020");
  recorded.set_person(person);
  if (granted.empty()) return event;
  recorded.mutable_consent()->add_scopes(hv1::CONSENT_SCOPE_WAGE);
  *recorded.mutable_consent()->mutable_grant_date() = ProtoDay(granted);
  if (!withdrawn.empty())
    *recorded.mutable_consent()->mutable_withdraw_date() = ProtoDay(withdrawn);
  return event;
}

inline pv1::Event ProgrammeEvent(
    const std::vector<std::pair<std::string, std::string>>& designations = {
        {kXuyong, "2012-11-01"}, {kSuide, "2013-01-01"}}) {
  pv1::Event event;
  event.mutable_programme_recorded()->set_name("programmes/cetc-2020");
  for (const auto& [county, day] : designations) {
    pv1::Designation& designation = *event.mutable_programme_recorded()->add_designations();
    designation.set_county("counties/" + county);
    *designation.mutable_start_date() = ProtoDay(day);
  }
  return event;
}

inline pv1::Event ParticipationEvent(const std::string& county, const std::string& project,
                                     const std::string& participant, pv1::ParticipationRole role,
                                     const std::string& start, const std::string& end = "",
                                     const std::string& returned = "") {
  pv1::Event event;
  event.mutable_participation_recorded()->set_pillar(pv1::PILLAR_INDUSTRY);
  pv1::Participation& participation =
      *event.mutable_participation_recorded()->mutable_participation();
  participation.set_name("counties/" + county + "/participations/P00001");
  participation.set_project("programmes/cetc-2020/projects/" + project);
  participation.set_participant(participant);
  participation.set_role(role);
  *participation.mutable_start_date() = ProtoDay(start);
  if (!end.empty()) *participation.mutable_end_date() = ProtoDay(end);
  if (!returned.empty()) *participation.mutable_return_date() = ProtoDay(returned);
  return event;
}

// A reversal when `reverses` names an entry.
inline pv1::Event LedgerEvent(const std::string& county, const std::string& project,
                              pv1::LedgerKind kind, int64_t fen, const std::string& day,
                              const std::string& counterparty, const std::string& reverses = "") {
  pv1::Event event;
  event.mutable_ledger_entry_recorded()->set_pillar(pv1::PILLAR_INDUSTRY);
  pv1::LedgerEntry& entry = *event.mutable_ledger_entry_recorded()->mutable_ledger_entry();
  entry.set_name("counties/" + county + "/ledgerEntries/L000001");
  entry.set_project("programmes/cetc-2020/projects/" + project);
  entry.set_kind(kind);
  entry.set_amount_fen(fen);
  *entry.mutable_date() = ProtoDay(day);
  entry.set_counterparty(counterparty);
  entry.set_document("voucher/1");
  entry.set_reverses(reverses);
  return event;
}

inline pv1::Event PostingEvent(const std::string& county, const std::string& cadre,
                               const std::string& start,
                               const std::vector<std::string>& honours = {},
                               const std::string& promoted = "") {
  pv1::Event event;
  pv1::Posting& posting = *event.mutable_posting_recorded();
  posting.set_name("counties/" + county + "/postings/S01");
  posting.set_programme("programmes/cetc-2020");
  posting.set_cadre(cadre);
  *posting.mutable_start_date() = ProtoDay(start);
  for (const std::string& day : honours) {
    posting.add_honours()->set_document("honour/" + day);
    *posting.mutable_honours()->rbegin()->mutable_date() = ProtoDay(day);
  }
  if (!promoted.empty()) *posting.mutable_promotion_date() = ProtoDay(promoted);
  return event;
}

inline pv1::Event FacilityEvent(const std::string& county, const std::string& id,
                                const std::vector<pv1::ServiceKind>& kinds,
                                const std::string& opened) {
  pv1::Event event;
  pv1::Facility& facility = *event.mutable_facility_recorded();
  facility.set_name("counties/" + county + "/facilities/" + id);
  facility.set_programme("programmes/cetc-2020");
  for (const pv1::ServiceKind kind : kinds) facility.add_service_kinds(kind);
  *facility.mutable_open_date() = ProtoDay(opened);
  return event;
}

}  // namespace bangfu::reporting

#endif  // BANGFU_TESTS_SERVICES_REPORTING_RECORDS_H_
