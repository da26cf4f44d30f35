#include "gateway/cli/programme_check.h"

#include <string>

#include "gateway/cli/import_error.h"

namespace bangfu::cli {
namespace {

Fingerprint PairOf(std::string_view name, std::string_view county_name) {
  std::string text(name);
  return FingerprintOf(text.append(" ").append(county_name));
}

// The programme or project at work in the row's county that a record names; empty when none.
std::string_view ProgrammeOf(const projects::v1::Record& record) {
  if (record.has_posting()) return record.posting().programme();
  if (record.has_facility()) return record.facility().programme();
  return {};
}

std::string_view ProjectOf(const projects::v1::Record& record) {
  if (record.has_participation()) return record.participation().project();
  if (record.has_ledger_entry()) return record.ledger_entry().project();
  return {};
}

}  // namespace

void ProgrammeCheck::Places::Add(std::string_view name, std::string_view county_name) {
  pairs_.insert(PairOf(name, county_name));
}

bool ProgrammeCheck::Places::Excludes(std::string_view name, std::string_view county_name) const {
  return names_.contains(FingerprintOf(name)) && !pairs_.contains(PairOf(name, county_name));
}

void ProgrammeCheck::CheckProject(const projects::v1::Project& project, const FileSpec& spec,
                                  std::vector<CellProblem>& problems) {
  const std::string_view name = project.name();
  const std::string_view programme = name.substr(0, name.find("/projects/"));
  projects_.Add(name);
  for (const std::string& county : project.counties()) {
    projects_.Add(name, county);
    if (!programmes_.Excludes(programme, county)) continue;
    problems.push_back({FindColumn(spec, "counties"),
                        FoundExpected(county, "a county that the programme answers for")});
  }
}

void ProgrammeCheck::Check(const projects::v1::Record& record, std::string_view county,
                           const FileSpec& spec, std::vector<CellProblem>& problems) {
  if (record.has_programme()) {
    programmes_.Add(record.programme().name());
    for (const projects::v1::Designation& designation : record.programme().designations()) {
      programmes_.Add(record.programme().name(), designation.county());
    }
    return;
  }
  if (record.has_project()) return CheckProject(record.project(), spec, problems);
  const std::string here = "counties/" + std::string(county);
  if (programmes_.Excludes(ProgrammeOf(record), here)) {
    problems.push_back({FindColumn(spec, "programme"),
                        FoundExpected("a programme that does not answer for " + std::string(county),
                                      "one that has the county among its designations")});
  }
  if (projects_.Excludes(ProjectOf(record), here)) {
    problems.push_back({FindColumn(spec, "project"),
                        FoundExpected("a project that does not run in " + std::string(county),
                                      "one that has the county among its counties")});
  }
}

}  // namespace bangfu::cli
