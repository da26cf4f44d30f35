#include "services/projects/references.h"

#include <utility>
#include <vector>

#include "services/common/names/names.h"
#include "services/projects/ledger_store.h"
#include "services/projects/programme_store.h"
#include "services/projects/reversal.h"

namespace bangfu::projects {

using journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH;
using records::Privacy;

namespace {

// The programme that a project or an attestation is of, which stands in its own name.
template <typename Name>
std::string ProgrammeOf(const std::string& name) {
  return Name::Parse(name)->Programme().ToString();
}

// The keys of a map as names, which point into it.
template <typename Name, typename Map>
std::vector<Name> NamesOf(const Map& by_name) {
  std::vector<Name> names;
  names.reserve(by_name.size());
  for (const auto& [name, value] : by_name) names.push_back(*Name::Parse(name));
  return names;
}

}  // namespace

absl::Status References::Load(sql::Connection& connection, const Records& records,
                              const records::Violations& violations) {
  programmes_.clear();
  projects_.clear();
  reversed_.clear();
  for (int index = 0; index < records.size(); ++index) {
    if (!violations.has_any(index)) Want(records.Get(index));
  }
  absl::Status status = LoadProgrammes(connection);
  if (status.ok()) status = LoadProjects(connection);
  if (status.ok()) status = LoadReversed(connection);
  return status;
}

void References::Want(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kProject: {
      const std::string programme = ProgrammeOf<names::ProjectName>(record.project().name());
      for (const std::string& county : record.project().counties()) {
        WantCounty(programme, names::CountyName::Parse(county)->county);
      }
      return;
    }
    case v1::Record::kParticipation:
      projects_.try_emplace(record.participation().project());
      return;
    case v1::Record::kLedgerEntry:
      projects_.try_emplace(record.ledger_entry().project());
      if (!record.ledger_entry().reverses().empty()) {
        reversed_.try_emplace(record.ledger_entry().reverses());
      }
      return;
    case v1::Record::kPosting:
      return WantCounty(record.posting().programme(), county_);
    case v1::Record::kFacility:
      return WantCounty(record.facility().programme(), county_);
    case v1::Record::kAttestation: {
      const v1::Attestation& attestation = record.attestation();
      programmes_.try_emplace(ProgrammeOf<names::AttestationName>(attestation.name()));
      if (!attestation.project().empty()) projects_.try_emplace(attestation.project());
      return;
    }
    default:
      return;
  }
}

void References::WantCounty(std::string_view programme, std::string_view county) {
  programmes_[std::string(programme)].counties.try_emplace(std::string(county), false);
}

absl::Status References::LoadProgrammes(sql::Connection& connection) {
  absl::Status found = FindExisting(
      connection, NamesOf<names::ProgrammeName>(programmes_),
      [this](const names::ProgrammeName& name) { programmes_[name.ToString()].exists = true; });
  if (!found.ok()) return found;
  std::vector<ProgrammeInCounty> asked;
  for (const auto& [name, programme] : programmes_) {
    if (!programme.exists) continue;
    for (const auto& [county, answers] : programme.counties) {
      asked.push_back({*names::ProgrammeName::Parse(name), county});
    }
  }
  return FindDesignated(connection, asked, [this](const ProgrammeInCounty& pair) {
    programmes_[pair.programme.ToString()].counties.find(pair.county)->second = true;
  });
}

absl::Status References::LoadProjects(sql::Connection& connection) {
  return FindProjectsInCounty(connection, NamesOf<names::ProjectName>(projects_), county_,
                              [this](const names::ProjectName& name, const ProjectInCounty& found) {
                                projects_[name.ToString()] = found;
                              });
}

absl::Status References::LoadReversed(sql::Connection& connection) {
  const auto names = NamesOf<names::LedgerEntryName>(reversed_);
  absl::Status found = FindLedgerEntries(
      connection, names, [this](const names::LedgerEntryName& name, v1::LedgerEntry entry) {
        reversed_[name.ToString()].entry = std::move(entry);
      });
  if (!found.ok()) return found;
  return FindReversals(connection, names,
                       [this](const names::LedgerEntryName& name, std::string reversal) {
                         reversed_[name.ToString()].reversal = std::move(reversal);
                       });
}

void References::Check(const v1::Record& record, records::FieldChecker& check) const {
  switch (record.record_case()) {
    case v1::Record::kProject:
      return CheckProject(record.project(), check);
    case v1::Record::kParticipation:
      return CheckRunsHere(record.participation().project(), check);
    case v1::Record::kLedgerEntry: {
      const v1::LedgerEntry& entry = record.ledger_entry();
      CheckRunsHere(entry.project(), check);
      if (!entry.reverses().empty()) CheckReverses(entry, check);
      return;
    }
    case v1::Record::kPosting:
      return CheckAnswersHere(record.posting().programme(), check);
    case v1::Record::kFacility:
      return CheckAnswersHere(record.facility().programme(), check);
    case v1::Record::kAttestation:
      return CheckAttestation(record.attestation(), check);
    default:
      return;
  }
}

const References::Programme* References::RequireProgramme(std::string_view field,
                                                          const std::string& name,
                                                          records::FieldChecker& check) const {
  const Programme& programme = programmes_.find(name)->second;
  if (programme.exists) return &programme;
  check.NotFound(field, name);
  return nullptr;
}

void References::CheckProject(const v1::Project& project, records::FieldChecker& check) const {
  const std::string name = ProgrammeOf<names::ProjectName>(project.name());
  const Programme* programme = RequireProgramme("name", name, check);
  if (programme == nullptr) return;
  for (int i = 0; i < project.counties_size(); ++i) {
    const std::string& county = project.counties(i);
    if (programme->counties.find(names::CountyName::Parse(county)->county)->second) continue;
    check.In("counties", i)
        .Invalid({}, county, "a county that " + name + " answers for", Privacy::kPublic);
  }
}

void References::CheckAttestation(const v1::Attestation& attestation,
                                  records::FieldChecker& check) const {
  const std::string programme = ProgrammeOf<names::AttestationName>(attestation.name());
  if (RequireProgramme("name", programme, check) == nullptr) return;
  const std::string& project = attestation.project();
  if (project.empty() || projects_.find(project)->second.has_value()) return;
  check.NotFound("project", project);
}

void References::CheckRunsHere(const std::string& project, records::FieldChecker& check) const {
  const auto found = projects_.find(project);
  if (!found->second.has_value()) {
    check.NotFound("project", project);
  } else if (!found->second->runs_here) {
    check.Invalid("project", project, "one that runs in county " + std::string(county_),
                  Privacy::kPublic);
  }
}

void References::CheckReverses(const v1::LedgerEntry& reversal,
                               records::FieldChecker& check) const {
  const Reversed& reversed = reversed_.find(reversal.reverses())->second;
  if (!reversed.entry.has_value()) {
    check.NotFound("reverses", reversal.reverses());
    return;
  }
  CheckMirror(reversal, *reversed.entry, check);
  if (!reversed.reversal.empty() && reversed.reversal != reversal.name()) {
    check.Add("reverses", VIOLATION_REASON_REVERSAL_MISMATCH,
              "found " + reversal.reverses() + ", which " + reversed.reversal +
                  " reverses already, expected an entry that is not reversed");
  }
}

void References::CheckAnswersHere(const std::string& name, records::FieldChecker& check) const {
  const Programme* programme = RequireProgramme("programme", name, check);
  if (programme == nullptr || programme->counties.find(county_)->second) return;
  check.Invalid("programme", name, "one that answers for county " + std::string(county_),
                Privacy::kPublic);
}

void References::Entered(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kProgramme:
      return EnteredProgramme(record.programme());
    case v1::Record::kProject: {
      const auto wanted = projects_.find(record.project().name());
      if (wanted == projects_.end()) return;
      // Of the partition 000000, as the whole batch is: no project runs there.
      wanted->second = {record.project().pillar(), /*runs_here=*/false};
      return;
    }
    case v1::Record::kLedgerEntry:
      return EnteredLedgerEntry(record.ledger_entry());
    default:
      return;
  }
}

void References::EnteredProgramme(const v1::Programme& programme) {
  const auto wanted = programmes_.find(programme.name());
  if (wanted == programmes_.end()) return;
  wanted->second.exists = true;
  for (const v1::Designation& designation : programme.designations()) {
    const auto county =
        wanted->second.counties.find(names::CountyName::Parse(designation.county())->county);
    if (county != wanted->second.counties.end()) county->second = true;
  }
}

void References::EnteredLedgerEntry(const v1::LedgerEntry& entry) {
  const auto wanted = reversed_.find(entry.name());
  if (wanted != reversed_.end()) wanted->second.entry = entry;
  if (!entry.reverses().empty()) reversed_.find(entry.reverses())->second.reversal = entry.name();
}

}  // namespace bangfu::projects
