#include "services/projects/references.h"

#include <vector>

#include "services/common/names/names.h"
#include "services/common/records/enter.h"
#include "services/projects/ledger_store.h"
#include "services/projects/programme_store.h"
#include "services/projects/reversal.h"

namespace bangfu::projects {

using journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH;
using records::Privacy;

namespace {

// The project that a record of a county is of; empty when it is of none.
const std::string& ProjectOf(const v1::Record& record) {
  if (record.has_participation()) return record.participation().project();
  return record.ledger_entry().project();
}

}  // namespace

absl::Status References::Load(sql::Connection& connection,
                              const google::protobuf::RepeatedPtrField<v1::Record>& records) {
  projects_.clear();
  std::vector<names::ProjectName> names;
  for (const v1::Record& record : records) {
    const auto name = names::ProjectName::Parse(ProjectOf(record));
    if (!name) continue;  // malformed, or none
    const bool is_new = projects_.emplace(ProjectOf(record), std::nullopt).second;
    if (is_new) names.push_back(*name);
  }
  return FindProjectsInCounty(connection, names, county_,
                              [this](const names::ProjectName& name, const ProjectInCounty& found) {
                                projects_[name.ToString()] = found;
                              });
}

absl::Status References::Check(sql::Connection& connection, const v1::Record& record,
                               records::FieldChecker& check) {
  switch (record.record_case()) {
    case v1::Record::kProject:
      return CheckProject(connection, record.project(), check);
    case v1::Record::kParticipation:
      CheckRunsHere(record.participation().project(), check);
      return absl::OkStatus();
    case v1::Record::kLedgerEntry: {
      const v1::LedgerEntry& entry = record.ledger_entry();
      CheckRunsHere(entry.project(), check);
      if (entry.reverses().empty()) return absl::OkStatus();
      return CheckReverses(connection, entry, check);
    }
    case v1::Record::kPosting:
      return CheckAnswersHere(connection, record.posting().programme(), check);
    case v1::Record::kFacility:
      return CheckAnswersHere(connection, record.facility().programme(), check);
    case v1::Record::kAttestation:
      return CheckAttestation(connection, record.attestation(), check);
    default:
      return absl::OkStatus();
  }
}

absl::Status References::CheckProject(sql::Connection& connection, const v1::Project& project,
                                      records::FieldChecker& check) {
  const names::ProgrammeName programme = names::ProjectName::Parse(project.name())->Programme();
  const absl::StatusOr<bool> exists = HasProgramme(connection, programme);
  absl::Status status = records::Require(exists, "name", programme.ToString(), check);
  if (!status.ok() || !*exists) return status;
  for (int i = 0; i < project.counties_size(); ++i) {
    const std::string_view county = names::CountyName::Parse(project.counties(i))->county;
    const absl::StatusOr<bool> designated = IsDesignated(connection, programme, county);
    if (!designated.ok()) return designated.status();
    if (*designated) continue;
    check.In("counties", i)
        .Invalid({}, project.counties(i), "a county that " + programme.ToString() + " answers for",
                 Privacy::kPublic);
  }
  return absl::OkStatus();
}

absl::Status References::CheckAttestation(sql::Connection& connection,
                                          const v1::Attestation& attestation,
                                          records::FieldChecker& check) {
  const names::ProgrammeName programme =
      names::AttestationName::Parse(attestation.name())->Programme();
  const absl::StatusOr<bool> exists = HasProgramme(connection, programme);
  absl::Status status = records::Require(exists, "name", programme.ToString(), check);
  if (!status.ok() || !*exists || attestation.project().empty()) return status;
  const names::ProjectName project = *names::ProjectName::Parse(attestation.project());
  return records::Require(HasProject(connection, project), "project", attestation.project(), check);
}

void References::CheckRunsHere(const std::string& project, records::FieldChecker& check) {
  const auto found = projects_.find(project);
  if (!found->second.has_value()) {
    check.NotFound("project", project);
  } else if (!found->second->runs_here) {
    check.Invalid("project", project, "one that runs in county " + std::string(county_),
                  Privacy::kPublic);
  }
}

absl::Status References::CheckReverses(sql::Connection& connection, const v1::LedgerEntry& reversal,
                                       records::FieldChecker& check) {
  const names::LedgerEntryName reversed = *names::LedgerEntryName::Parse(reversal.reverses());
  const absl::StatusOr<std::optional<v1::LedgerEntry>> entry =
      FindLedgerEntry(connection, reversed);
  if (!entry.ok()) return entry.status();
  if (!entry->has_value()) {
    check.NotFound("reverses", reversal.reverses());
    return absl::OkStatus();
  }
  CheckMirror(reversal, **entry, check);
  const absl::StatusOr<std::optional<std::string>> other = FindReversal(connection, reversed);
  if (!other.ok()) return other.status();
  if (other->has_value() && **other != reversal.name()) {
    check.Add("reverses", VIOLATION_REASON_REVERSAL_MISMATCH,
              "found " + reversal.reverses() + ", which " + **other +
                  " reverses already, expected an entry that is not reversed");
  }
  return absl::OkStatus();
}

absl::Status References::CheckAnswersHere(sql::Connection& connection, const std::string& programme,
                                          records::FieldChecker& check) {
  const names::ProgrammeName name = *names::ProgrammeName::Parse(programme);
  const absl::StatusOr<bool> exists = HasProgramme(connection, name);
  absl::Status status = records::Require(exists, "programme", programme, check);
  if (!status.ok() || !*exists) return status;
  const absl::StatusOr<bool> designated = IsDesignated(connection, name, county_);
  if (!designated.ok()) return designated.status();
  if (!*designated) {
    check.Invalid("programme", programme, "one that answers for county " + std::string(county_),
                  Privacy::kPublic);
  }
  return absl::OkStatus();
}

}  // namespace bangfu::projects
