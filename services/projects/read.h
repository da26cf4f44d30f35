// Get and List of everything that is kept here.
#ifndef BANGFU_SERVICES_PROJECTS_READ_H_
#define BANGFU_SERVICES_PROJECTS_READ_H_

#include "absl/status/status.h"

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// As the methods of ProjectsService of the same names say.
absl::Status GetProgramme(sql::Connection& connection, const v1::GetProgrammeRequest& request,
                          v1::Programme& programme);
absl::Status ListProgrammes(sql::Connection& connection, const v1::ListProgrammesRequest& request,
                            v1::ListProgrammesResponse& response);
absl::Status GetProject(sql::Connection& connection, const v1::GetProjectRequest& request,
                        v1::Project& project);
absl::Status ListProjects(sql::Connection& connection, const v1::ListProjectsRequest& request,
                          v1::ListProjectsResponse& response);
absl::Status GetParticipation(sql::Connection& connection,
                              const v1::GetParticipationRequest& request,
                              v1::Participation& participation);
absl::Status ListParticipations(sql::Connection& connection,
                                const v1::ListParticipationsRequest& request,
                                v1::ListParticipationsResponse& response);
absl::Status GetLedgerEntry(sql::Connection& connection, const v1::GetLedgerEntryRequest& request,
                            v1::LedgerEntry& ledger_entry);
absl::Status ListLedgerEntries(sql::Connection& connection,
                               const v1::ListLedgerEntriesRequest& request,
                               v1::ListLedgerEntriesResponse& response);
absl::Status GetPosting(sql::Connection& connection, const v1::GetPostingRequest& request,
                        v1::Posting& posting);
absl::Status ListPostings(sql::Connection& connection, const v1::ListPostingsRequest& request,
                          v1::ListPostingsResponse& response);
absl::Status GetFacility(sql::Connection& connection, const v1::GetFacilityRequest& request,
                         v1::Facility& facility);
absl::Status ListFacilities(sql::Connection& connection, const v1::ListFacilitiesRequest& request,
                            v1::ListFacilitiesResponse& response);
absl::Status GetAttestation(sql::Connection& connection, const v1::GetAttestationRequest& request,
                            v1::Attestation& attestation);
absl::Status ListAttestations(sql::Connection& connection,
                              const v1::ListAttestationsRequest& request,
                              v1::ListAttestationsResponse& response);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_READ_H_
