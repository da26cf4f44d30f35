#include "services/projects/read.h"

#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/projects/attestation_store.h"
#include "services/projects/facility_store.h"
#include "services/projects/ledger_store.h"
#include "services/projects/participation_store.h"
#include "services/projects/posting_store.h"
#include "services/projects/programme_store.h"
#include "services/projects/project_store.h"

namespace bangfu::projects {

absl::Status GetProgramme(sql::Connection& connection, const v1::GetProgrammeRequest& request,
                          v1::Programme& programme) {
  return records::Get<names::ProgrammeName>(
      request.name(),
      [&](const names::ProgrammeName& name) { return FindProgramme(connection, name); }, programme);
}

absl::Status ListProgrammes(sql::Connection& connection, const v1::ListProgrammesRequest& request,
                            v1::ListProgrammesResponse& response) {
  return records::FillPage<v1::Programme>(
      {"ListProgrammes"}, request.page_size(), request.page_token(),
      [&](const records::PageQuery& page) { return ListProgrammes(connection, page); },
      [](const v1::Programme& programme) {
        return names::ProgrammeName::Parse(programme.name())->programme;
      },
      response.mutable_programmes(), response);
}

absl::Status GetProject(sql::Connection& connection, const v1::GetProjectRequest& request,
                        v1::Project& project) {
  return records::Get<names::ProjectName>(
      request.name(), [&](const names::ProjectName& name) { return FindProject(connection, name); },
      project);
}

absl::Status ListProjects(sql::Connection& connection, const v1::ListProjectsRequest& request,
                          v1::ListProjectsResponse& response) {
  return records::ListOf(connection, "ListProjects", request, ListProjects,
                         &names::ProjectName::project, response.mutable_projects(), response);
}

absl::Status GetParticipation(sql::Connection& connection,
                              const v1::GetParticipationRequest& request,
                              v1::Participation& participation) {
  return records::Get<names::ParticipationName>(
      request.name(),
      [&](const names::ParticipationName& name) { return FindParticipation(connection, name); },
      participation);
}

absl::Status ListParticipations(sql::Connection& connection,
                                const v1::ListParticipationsRequest& request,
                                v1::ListParticipationsResponse& response) {
  return records::ListOf(connection, "ListParticipations", request, ListParticipations,
                         &names::ParticipationName::participation,
                         response.mutable_participations(), response);
}

absl::Status GetLedgerEntry(sql::Connection& connection, const v1::GetLedgerEntryRequest& request,
                            v1::LedgerEntry& ledger_entry) {
  return records::Get<names::LedgerEntryName>(
      request.name(),
      [&](const names::LedgerEntryName& name) { return FindLedgerEntry(connection, name); },
      ledger_entry);
}

absl::Status ListLedgerEntries(sql::Connection& connection,
                               const v1::ListLedgerEntriesRequest& request,
                               v1::ListLedgerEntriesResponse& response) {
  return records::ListOf(connection, "ListLedgerEntries", request, ListLedgerEntries,
                         &names::LedgerEntryName::ledger_entry, response.mutable_ledger_entries(),
                         response);
}

absl::Status GetPosting(sql::Connection& connection, const v1::GetPostingRequest& request,
                        v1::Posting& posting) {
  return records::Get<names::PostingName>(
      request.name(), [&](const names::PostingName& name) { return FindPosting(connection, name); },
      posting);
}

absl::Status ListPostings(sql::Connection& connection, const v1::ListPostingsRequest& request,
                          v1::ListPostingsResponse& response) {
  return records::ListOf(connection, "ListPostings", request, ListPostings,
                         &names::PostingName::posting, response.mutable_postings(), response);
}

absl::Status GetFacility(sql::Connection& connection, const v1::GetFacilityRequest& request,
                         v1::Facility& facility) {
  return records::Get<names::FacilityName>(
      request.name(),
      [&](const names::FacilityName& name) { return FindFacility(connection, name); }, facility);
}

absl::Status ListFacilities(sql::Connection& connection, const v1::ListFacilitiesRequest& request,
                            v1::ListFacilitiesResponse& response) {
  return records::ListOf(connection, "ListFacilities", request, ListFacilities,
                         &names::FacilityName::facility, response.mutable_facilities(), response);
}

absl::Status GetAttestation(sql::Connection& connection, const v1::GetAttestationRequest& request,
                            v1::Attestation& attestation) {
  return records::Get<names::AttestationName>(
      request.name(),
      [&](const names::AttestationName& name) { return FindAttestation(connection, name); },
      attestation);
}

absl::Status ListAttestations(sql::Connection& connection,
                              const v1::ListAttestationsRequest& request,
                              v1::ListAttestationsResponse& response) {
  return records::ListOf(connection, "ListAttestations", request, ListAttestations,
                         &names::AttestationName::attestation, response.mutable_attestations(),
                         response);
}

}  // namespace bangfu::projects
