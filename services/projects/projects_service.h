// The gRPC face of programmes and what is done in them: parse, call, convert. What is behind it
// stands in the files that it includes; each method is a line or two.
#ifndef BANGFU_SERVICES_PROJECTS_PROJECTS_SERVICE_H_
#define BANGFU_SERVICES_PROJECTS_PROJECTS_SERVICE_H_

#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "services/common/records/write_calls.h"
#include "services/common/server/arena_messages.h"
#include "services/common/server/call_runner.h"
#include "services/common/sql/executor.h"
#include "services/common/time/clock.h"
#include "services/projects/participants.h"
#include "services/projects/projects_batches.h"

namespace bangfu::projects {

class ProjectsServiceFace final : public v1::ProjectsService::CallbackService {
 public:
  // What is passed by reference must outlive the server and every answer of `participants`.
  ProjectsServiceFace(server::Admission& admission, sql::Executor& executor,
                      journal::HeadWatch& heads, Participants& participants, Clock clock);

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* CreateProgramme(Context*, const v1::CreateProgrammeRequest*, v1::Programme*) override;
  Reactor* GetProgramme(Context*, const v1::GetProgrammeRequest*, v1::Programme*) override;
  Reactor* ListProgrammes(Context*, const v1::ListProgrammesRequest*,
                          v1::ListProgrammesResponse*) override;
  Reactor* CreateProject(Context*, const v1::CreateProjectRequest*, v1::Project*) override;
  Reactor* GetProject(Context*, const v1::GetProjectRequest*, v1::Project*) override;
  Reactor* ListProjects(Context*, const v1::ListProjectsRequest*,
                        v1::ListProjectsResponse*) override;
  Reactor* CreateParticipation(Context*, const v1::CreateParticipationRequest*,
                               v1::Participation*) override;
  Reactor* GetParticipation(Context*, const v1::GetParticipationRequest*,
                            v1::Participation*) override;
  Reactor* ListParticipations(Context*, const v1::ListParticipationsRequest*,
                              v1::ListParticipationsResponse*) override;
  Reactor* CreateLedgerEntry(Context*, const v1::CreateLedgerEntryRequest*,
                             v1::LedgerEntry*) override;
  Reactor* GetLedgerEntry(Context*, const v1::GetLedgerEntryRequest*, v1::LedgerEntry*) override;
  Reactor* ListLedgerEntries(Context*, const v1::ListLedgerEntriesRequest*,
                             v1::ListLedgerEntriesResponse*) override;
  Reactor* CreatePosting(Context*, const v1::CreatePostingRequest*, v1::Posting*) override;
  Reactor* GetPosting(Context*, const v1::GetPostingRequest*, v1::Posting*) override;
  Reactor* ListPostings(Context*, const v1::ListPostingsRequest*,
                        v1::ListPostingsResponse*) override;
  Reactor* CreateFacility(Context*, const v1::CreateFacilityRequest*, v1::Facility*) override;
  Reactor* GetFacility(Context*, const v1::GetFacilityRequest*, v1::Facility*) override;
  Reactor* ListFacilities(Context*, const v1::ListFacilitiesRequest*,
                          v1::ListFacilitiesResponse*) override;
  Reactor* CreateAttestation(Context*, const v1::CreateAttestationRequest*,
                             v1::Attestation*) override;
  Reactor* GetAttestation(Context*, const v1::GetAttestationRequest*, v1::Attestation*) override;
  Reactor* ListAttestations(Context*, const v1::ListAttestationsRequest*,
                            v1::ListAttestationsResponse*) override;
  Reactor* ReverseLedgerEntry(Context*, const v1::ReverseLedgerEntryRequest*,
                              v1::LedgerEntry*) override;
  grpc::ServerBidiReactor<v1::ImportRecordsRequest, v1::ImportRecordsResponse>* ImportRecords(
      Context*) override;
  Reactor* GetProgrammeProfile(Context*, const v1::GetProgrammeProfileRequest*,
                               v1::ProgrammeProfile*) override;

 private:
  server::ArenaMessages<v1::GetProgrammeProfileRequest, v1::ProgrammeProfile> profile_messages_;
  ProjectsBatches batches_;
  server::CallRunner runner_;
  records::WriteCalls<v1::ImportRecordsRequest, v1::ImportRecordsResponse> writes_;
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROJECTS_SERVICE_H_
