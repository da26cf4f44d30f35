// Every rule for a field of a programme's records, by table: a valid record, spoilt in one place.
#include "services/projects/validate.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/projects/records.h"

namespace bangfu::projects {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string PartitionOf(const v1::Record& record) {
  return record.has_programme() || record.has_project() || record.has_attestation() ? "000000"
                                                                                    : "510524";
}

std::vector<std::string> FieldsRefused(v1::Record record, const std::string& county) {
  records::Violations violations;
  Validate(county, record, violations);
  journal::v1::BatchResult result;
  std::move(violations).MoveTo(result);
  std::vector<std::string> fields;
  for (const auto& violation : result.violations()) {
    EXPECT_EQ(violation.reason(), journal::v1::VIOLATION_REASON_INVALID_FIELD);
    fields.push_back(violation.field());
  }
  return fields;
}

std::vector<v1::Record> AllRecords() {
  std::vector<v1::Record> all = GlobalRecords();
  for (const v1::Record& record : CountyRecords()) all.push_back(record);
  return all;
}

TEST(ValidateTest, WholeRecordsPass) {
  for (const v1::Record& record : AllRecords()) {
    EXPECT_THAT(FieldsRefused(record, PartitionOf(record)), IsEmpty()) << record.DebugString();
  }
}

TEST(ValidateTest, ARecordOfAnotherPartitionIsRefused) {
  for (const v1::Record& record : AllRecords()) {
    const std::string other = PartitionOf(record) == "000000" ? "510524" : "610826";
    EXPECT_THAT(FieldsRefused(record, other), ::testing::Contains(::testing::EndsWith(".name")))
        << record.DebugString();
  }
}

struct Spoilt {
  const char* field;
  v1::Record record;
  std::function<void(v1::Record&)> spoil;
};

class SpoiltFieldTest : public ::testing::TestWithParam<Spoilt> {};

TEST_P(SpoiltFieldTest, IsNamed) {
  v1::Record record = GetParam().record;
  GetParam().spoil(record);
  EXPECT_THAT(FieldsRefused(record, PartitionOf(GetParam().record)), ElementsAre(GetParam().field));
}

// A table of one kind: `change` spoils the record inside.
template <typename Kind>
Spoilt Spoil(const char* field, v1::Record record, Kind* (v1::Record::*inside)(),
             std::function<void(Kind&)> change) {
  return {field, std::move(record),
          [inside, change](v1::Record& spoilt) { change(*(spoilt.*inside)()); }};
}

Spoilt OfProgramme(const char* field, std::function<void(v1::Programme&)> change) {
  return Spoil(field, ProgrammeRecord(), &v1::Record::mutable_programme, std::move(change));
}
Spoilt OfProject(const char* field, std::function<void(v1::Project&)> change) {
  return Spoil(field, ProjectRecord(), &v1::Record::mutable_project, std::move(change));
}
Spoilt OfAttestation(const char* field, std::function<void(v1::Attestation&)> change) {
  return Spoil(field, AttestationRecord(), &v1::Record::mutable_attestation, std::move(change));
}
Spoilt OfParticipation(const char* field, std::function<void(v1::Participation&)> change) {
  return Spoil(field, ParticipationRecord(), &v1::Record::mutable_participation, std::move(change));
}
Spoilt OfLedger(const char* field, std::function<void(v1::LedgerEntry&)> change) {
  return Spoil(field, LedgerRecord(), &v1::Record::mutable_ledger_entry, std::move(change));
}
Spoilt OfPosting(const char* field, std::function<void(v1::Posting&)> change) {
  return Spoil(field, PostingRecord(), &v1::Record::mutable_posting, std::move(change));
}
Spoilt OfFacility(const char* field, std::function<void(v1::Facility&)> change) {
  return Spoil(field, FacilityRecord(), &v1::Record::mutable_facility, std::move(change));
}

constexpr char kHousehold[] = "counties/510524/households/H1";
constexpr char kPerson[] = "counties/510524/households/H1/persons/1";
constexpr char kVillage[] = "counties/510524/villages/510524101227";

INSTANTIATE_TEST_SUITE_P(Record, SpoiltFieldTest,
                         ::testing::Values(Spoilt{"record", {}, [](v1::Record&) {}}));

INSTANTIATE_TEST_SUITE_P(
    Programme, SpoiltFieldTest,
    ::testing::Values(
        OfProgramme("programme.name", [](auto& p) { p.set_name("programmes/-"); }),
        OfProgramme("programme.titles", [](auto& p) { p.clear_titles(); }),
        OfProgramme("programme.organisations", [](auto& p) { p.clear_organisations(); }),
        OfProgramme("programme.guidelines",
                    [](auto& p) { AddText(p.mutable_guidelines(), "en", "one of two"); }),
        OfProgramme("programme.modes[1].language_code",
                    [](auto& p) { AddText(p.mutable_modes(), "fr", "mode"); }),
        OfProgramme("programme.start_date", [](auto& p) { p.clear_start_date(); }),
        OfProgramme("programme.end_date",
                    [](auto& p) { *p.mutable_end_date() = Day(2012, 10, 31); }),
        OfProgramme("programme.designations", [](auto& p) { p.clear_designations(); }),
        OfProgramme("programme.designations",
                    [](auto& p) { *p.add_designations() = p.designations(0); }),
        OfProgramme("programme.designations[1].county",
                    [](auto& p) { p.mutable_designations(1)->set_county("610826"); }),
        OfProgramme("programme.designations[0].start_date",
                    [](auto& p) { p.mutable_designations(0)->clear_start_date(); })));

INSTANTIATE_TEST_SUITE_P(
    Project, SpoiltFieldTest,
    ::testing::Values(
        OfProject("project.name", [](auto& p) { p.set_name("programmes/p/projects/"); }),
        OfProject("project.titles", [](auto& p) { p.clear_titles(); }),
        OfProject("project.descriptions[0].text",
                  [](auto& p) { p.mutable_descriptions(0)->set_text(std::string(1001, 'x')); }),
        OfProject("project.pillar", [](auto& p) { p.clear_pillar(); }),
        OfProject("project.model", [](auto& p) { p.set_model(static_cast<v1::ProjectModel>(99)); }),
        OfProject("project.counties", [](auto& p) { p.clear_counties(); }),
        OfProject("project.counties", [](auto& p) { p.add_counties("counties/510524"); }),
        OfProject("project.counties[1]", [](auto& p) { p.add_counties("counties/000000"); }),
        OfProject("project.start_date",
                  [](auto& p) { *p.mutable_start_date() = Day(2013, 2, 29); })));

INSTANTIATE_TEST_SUITE_P(
    Attestation, SpoiltFieldTest,
    ::testing::Values(
        OfAttestation("attestation.name", [](auto& a) { a.set_name("ranks"); }),
        OfAttestation("attestation.project",
                      [](auto& a) { a.set_project("programmes/other/projects/cattle"); }),
        OfAttestation("attestation.statements", [](auto& a) { a.clear_statements(); }),
        OfAttestation("attestation.attestors", [](auto& a) { a.clear_attestors(); }),
        OfAttestation("attestation.date", [](auto& a) { a.clear_date(); }),
        OfAttestation("attestation.document", [](auto& a) { a.clear_document(); })));

INSTANTIATE_TEST_SUITE_P(
    Participation, SpoiltFieldTest,
    ::testing::Values(
        OfParticipation("participation.name", [](auto& p) { p.set_name("P1"); }),
        OfParticipation("participation.project", [](auto& p) { p.set_project("cattle"); }),
        OfParticipation("participation.participant", [](auto& p) { p.clear_participant(); }),
        OfParticipation("participation.participant",
                        [](auto& p) { p.set_participant("counties/610826/households/H1"); }),
        OfParticipation("participation.participant",  // a worker is a person
                        [](auto& p) {
                          p.set_participant(kHousehold);
                          p.clear_return_date();
                        }),
        OfParticipation("participation.participant",  // who raises animals is a household
                        [](auto& p) {
                          p.set_role(v1::PARTICIPATION_ROLE_FREE_RANGE);
                          p.clear_return_date();
                        }),
        OfParticipation("participation.role", [](auto& p) { p.clear_role(); }),
        OfParticipation("participation.start_date", [](auto& p) { p.clear_start_date(); }),
        OfParticipation("participation.end_date",
                        [](auto& p) { *p.mutable_end_date() = Day(2015, 2, 28); }),
        OfParticipation("participation.end_date",  // came home only after the end
                        [](auto& p) { *p.mutable_return_date() = Day(2018, 3, 2); }),
        OfParticipation("participation.return_date",  // households do not come home
                        [](auto& p) {
                          p.set_role(v1::PARTICIPATION_ROLE_GROWER);
                          p.set_participant(kHousehold);
                        })));

INSTANTIATE_TEST_SUITE_P(
    LedgerEntry, SpoiltFieldTest,
    ::testing::Values(
        OfLedger("ledger_entry.name", [](auto& e) { e.set_name("L1"); }),
        OfLedger("ledger_entry.project", [](auto& e) { e.clear_project(); }),
        OfLedger("ledger_entry.kind", [](auto& e) { e.clear_kind(); }),
        OfLedger("ledger_entry.kind", [](auto& e) { e.set_kind(static_cast<v1::LedgerKind>(9)); }),
        OfLedger("ledger_entry.amount_fen", [](auto& e) { e.set_amount_fen(0); }),
        OfLedger("ledger_entry.amount_fen", [](auto& e) { e.set_amount_fen(-5); }),
        OfLedger("ledger_entry.amount_fen", [](auto& e) { e.set_amount_fen(100'000'000'000'001); }),
        OfLedger("ledger_entry.date", [](auto& e) { e.mutable_date()->clear_day(); }),
        OfLedger("ledger_entry.counterparty", [](auto& e) { e.clear_counterparty(); }),
        OfLedger("ledger_entry.counterparty",
                 [](auto& e) { e.set_counterparty("counties/610826/households/H1"); }),
        OfLedger("ledger_entry.document", [](auto& e) { e.set_document(std::string(101, 'x')); }),
        OfLedger("ledger_entry.reverses",
                 [](auto& e) { e.set_reverses("counties/610826/ledgerEntries/L1"); })));

INSTANTIATE_TEST_SUITE_P(
    Posting, SpoiltFieldTest,
    ::testing::Values(
        OfPosting("posting.name", [](auto& p) { p.clear_name(); }),
        OfPosting("posting.programme", [](auto& p) { p.set_programme("p"); }),
        OfPosting("posting.cadre", [](auto& p) { p.set_cadre("no id"); }),
        OfPosting("posting.place", [](auto& p) { p.set_place("counties/610826"); }),
        OfPosting("posting.end_date", [](auto& p) { *p.mutable_end_date() = Day(2014, 3, 31); }),
        OfPosting("posting.promotion_date",
                  [](auto& p) { *p.mutable_promotion_date() = Day(2014, 3, 31); }),
        OfPosting("posting.honours[0].title", [](auto& p) { p.mutable_honours(0)->clear_title(); }),
        OfPosting("posting.honours[0].date", [](auto& p) { p.mutable_honours(0)->clear_date(); }),
        OfPosting("posting.honours[0].date",
                  [](auto& p) { *p.mutable_honours(0)->mutable_date() = Day(2014, 3, 31); }),
        OfPosting("posting.honours", [](auto& p) {
          for (int i = 0; i < 100; ++i) p.add_honours();
        })));

INSTANTIATE_TEST_SUITE_P(
    Facility, SpoiltFieldTest,
    ::testing::Values(
        OfFacility("facility.name", [](auto& f) { f.clear_name(); }),
        OfFacility("facility.programme", [](auto& f) { f.clear_programme(); }),
        OfFacility("facility.village",
                   [](auto& f) { f.set_village("counties/610826/villages/610826101227"); }),
        OfFacility("facility.titles", [](auto& f) { f.clear_titles(); }),
        OfFacility("facility.service_kinds", [](auto& f) { f.clear_service_kinds(); }),
        OfFacility("facility.service_kinds[2]",
                   [](auto& f) { f.add_service_kinds(v1::SERVICE_KIND_PARTY_ACTIVITIES); }),
        OfFacility("facility.open_date", [](auto& f) { f.clear_open_date(); })));

// Which counterparty each kind of money has.
TEST(ValidateTest, TheKindOfMoneySaysWhoTheCounterpartyIs) {
  const std::vector<std::pair<v1::LedgerKind, std::string>> right = {
      {v1::LEDGER_KIND_HOUSEHOLD_PAYOUT, kHousehold}, {v1::LEDGER_KIND_HOUSEHOLD_COST, kHousehold},
      {v1::LEDGER_KIND_COLLECTIVE_REVENUE, kVillage}, {v1::LEDGER_KIND_COLLECTIVE_COST, kVillage},
      {v1::LEDGER_KIND_PERSON_SETTLEMENT, kPerson},   {v1::LEDGER_KIND_WAGE, kPerson}};
  for (const auto& [kind, counterparty] : right) {
    for (const char* tried : {kHousehold, kPerson, kVillage}) {
      v1::Record record = LedgerRecord();
      record.mutable_ledger_entry()->set_kind(kind);
      record.mutable_ledger_entry()->set_counterparty(tried);
      EXPECT_EQ(FieldsRefused(record, "510524").empty(), counterparty == tried)
          << v1::LedgerKind_Name(kind) << " " << tried;
    }
  }
}

TEST(ValidateTest, EitherMayGrow) {
  for (const char* participant : {kHousehold, kPerson}) {
    v1::Record record = ParticipationRecord();
    record.mutable_participation()->set_role(v1::PARTICIPATION_ROLE_GROWER);
    record.mutable_participation()->set_participant(participant);
    record.mutable_participation()->clear_return_date();
    EXPECT_THAT(FieldsRefused(record, "510524"), IsEmpty()) << participant;
  }
}

TEST(ValidateTest, TheLargestAmountPasses) {
  v1::Record record = LedgerRecord();
  record.mutable_ledger_entry()->set_amount_fen(100'000'000'000'000);
  EXPECT_THAT(FieldsRefused(record, "510524"), IsEmpty());
}

TEST(ValidateTest, TheSameContentHasOneForm) {
  v1::Record programme = ProgrammeRecord();
  v1::Record turned = programme;
  std::swap(*turned.mutable_programme()->mutable_titles(0),
            *turned.mutable_programme()->mutable_titles(1));
  turned.mutable_programme()->mutable_designations()->SwapElements(0, 1);
  turned.mutable_programme()->mutable_end_date();
  v1::Record facility = FacilityRecord();
  v1::Record shuffled = facility;
  shuffled.mutable_facility()->mutable_service_kinds()->SwapElements(0, 1);
  records::Violations violations;
  Validate("000000", programme, violations);
  Validate("000000", turned, violations);
  Validate("510524", facility, violations);
  Validate("510524", shuffled, violations);
  EXPECT_TRUE(violations.empty());
  EXPECT_EQ(programme.SerializeAsString(), turned.SerializeAsString());
  EXPECT_EQ(facility.SerializeAsString(), shuffled.SerializeAsString());
}

}  // namespace
}  // namespace bangfu::projects
