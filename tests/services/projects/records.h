// Small valid records of a programme, to be spoilt one field at a time. Entered in the order that
// they stand in, each finds what it names.
#ifndef BANGFU_TESTS_SERVICES_PROJECTS_RECORDS_H_
#define BANGFU_TESTS_SERVICES_PROJECTS_RECORDS_H_

#include <string>
#include <vector>

#include "bangfu/projects/v1/projects_service.pb.h"
#include "tests/services/common/records/values.h"

namespace bangfu::projects {

using records::AddText;
using records::Day;

inline v1::Record ProgrammeRecord(const std::string& id = "p") {
  v1::Record record;
  v1::Programme& programme = *record.mutable_programme();
  programme.set_name("programmes/" + id);
  AddText(programme.mutable_titles(), "zh-CN", "帮扶");
  AddText(programme.mutable_titles(), "en", "Assistance");
  AddText(programme.mutable_organisations(), "zh-CN", "单位");
  for (const char* guideline : {"因地制宜", "精准"}) {
    AddText(programme.mutable_guidelines(), "zh-CN", guideline);
  }
  AddText(programme.mutable_modes(), "zh-CN", "模式");
  v1::Designation& first = *programme.add_designations();
  first.set_county("counties/510524");
  *first.mutable_start_date() = Day(2012, 11, 1);
  v1::Designation& second = *programme.add_designations();
  second.set_county("counties/610826");
  *second.mutable_start_date() = Day(2015, 1, 1);
  *programme.mutable_start_date() = Day(2012, 11, 1);
  return record;
}

// Runs in 510524 alone.
inline v1::Record ProjectRecord(const std::string& id = "cattle") {
  v1::Record record;
  v1::Project& project = *record.mutable_project();
  project.set_name("programmes/p/projects/" + id);
  AddText(project.mutable_titles(), "zh-CN", "肉牛");
  AddText(project.mutable_descriptions(), "zh-CN", "平台+散养");
  project.set_pillar(v1::PILLAR_INDUSTRY);
  project.set_model(v1::PROJECT_MODEL_PLATFORM_FREE_RANGE);
  project.add_counties("counties/510524");
  *project.mutable_start_date() = Day(2013, 9, 1);
  return record;
}

inline v1::Record AttestationRecord(const std::string& id = "ranks") {
  v1::Record record;
  v1::Attestation& attestation = *record.mutable_attestation();
  attestation.set_name("programmes/p/attestations/" + id);
  attestation.set_project("programmes/p/projects/cattle");
  AddText(attestation.mutable_statements(), "zh-CN", "排在前面");
  AddText(attestation.mutable_attestors(), "zh-CN", "单位");
  *attestation.mutable_date() = Day(2020, 12, 31);
  attestation.set_document("statement/1");
  return record;
}

inline v1::Record ParticipationRecord(const std::string& id = "P1") {
  v1::Record record;
  v1::Participation& participation = *record.mutable_participation();
  participation.set_name("counties/510524/participations/" + id);
  participation.set_project("programmes/p/projects/cattle");
  participation.set_participant("counties/510524/households/H1/persons/1");
  participation.set_role(v1::PARTICIPATION_ROLE_WORKER);
  *participation.mutable_start_date() = Day(2015, 3, 1);
  *participation.mutable_end_date() = Day(2018, 3, 1);
  *participation.mutable_return_date() = Day(2015, 2, 1);
  return record;
}

inline v1::Record LedgerRecord(const std::string& id = "L1") {
  v1::Record record;
  v1::LedgerEntry& entry = *record.mutable_ledger_entry();
  entry.set_name("counties/510524/ledgerEntries/" + id);
  entry.set_project("programmes/p/projects/cattle");
  entry.set_kind(v1::LEDGER_KIND_HOUSEHOLD_PAYOUT);
  entry.set_amount_fen(1'500'000);
  *entry.mutable_date() = Day(2016, 5, 6);
  entry.set_counterparty("counties/510524/households/H1");
  entry.set_document("voucher/2016-1");
  return record;
}

// Reverses LedgerRecord(reversed).
inline v1::Record ReversalRecord(const std::string& id = "L2", const std::string& reversed = "L1") {
  v1::Record record = LedgerRecord(id);
  *record.mutable_ledger_entry()->mutable_date() = Day(2016, 6, 1);
  record.mutable_ledger_entry()->set_reverses("counties/510524/ledgerEntries/" + reversed);
  return record;
}

inline v1::Record PostingRecord(const std::string& id = "S1") {
  v1::Record record;
  v1::Posting& posting = *record.mutable_posting();
  posting.set_name("counties/510524/postings/" + id);
  posting.set_programme("programmes/p");
  posting.set_cadre("K1");
  posting.set_place("counties/510524/villages/510524101227");
  *posting.mutable_start_date() = Day(2014, 4, 1);
  *posting.mutable_end_date() = Day(2016, 3, 31);
  v1::Honour& honour = *posting.add_honours();
  honour.set_title("优秀驻村干部");
  *honour.mutable_date() = Day(2016, 1, 15);
  honour.set_document("honour/1");
  *posting.mutable_promotion_date() = Day(2016, 9, 1);
  return record;
}

// To the county itself, no village.
inline v1::Record CountyPostingRecord() {
  v1::Record record = PostingRecord();
  record.mutable_posting()->set_place("counties/510524");
  return record;
}

inline v1::Record FacilityRecord(const std::string& id = "F1") {
  v1::Record record;
  v1::Facility& facility = *record.mutable_facility();
  facility.set_name("counties/510524/facilities/" + id);
  facility.set_programme("programmes/p");
  facility.set_village("counties/510524/villages/510524101227");
  AddText(facility.mutable_titles(), "zh-CN", "服务站");
  facility.add_service_kinds(v1::SERVICE_KIND_PARTY_ACTIVITIES);
  facility.add_service_kinds(v1::SERVICE_KIND_ELDERLY_MEALS);
  *facility.mutable_open_date() = Day(2015, 5, 18);
  return record;
}

// What is of the partition 000000, and of the county 510524.
inline std::vector<v1::Record> GlobalRecords() {
  return {ProgrammeRecord(), ProjectRecord(), AttestationRecord()};
}
inline std::vector<v1::Record> CountyRecords() {
  return {ParticipationRecord(), LedgerRecord(), ReversalRecord(), PostingRecord(),
          FacilityRecord()};
}

}  // namespace bangfu::projects

#endif  // BANGFU_TESTS_SERVICES_PROJECTS_RECORDS_H_
