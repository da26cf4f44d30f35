#include "services/projects/projects_service.h"

#include <utility>

#include "services/projects/programme_profile.h"
#include "services/projects/read.h"
#include "services/projects/reverse_entry.h"

namespace bangfu::projects {

ProjectsServiceFace::ProjectsServiceFace(server::Admission& admission, sql::Executor& executor,
                                         journal::HeadWatch& heads, Participants& participants,
                                         Clock clock)
    : batches_(participants, std::move(clock)),
      runner_(admission, &executor),
      writes_(admission, executor, heads, batches_) {
  SetMessageAllocatorFor_GetProgrammeProfile(&profile_messages_);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreateProgramme(
    Context* context, const v1::CreateProgrammeRequest* request, v1::Programme* response) {
  v1::Record record;
  *record.mutable_programme() = request->programme();
  return writes_.Create(context, request->request_id(), std::move(record), request->programme(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreateProject(
    Context* context, const v1::CreateProjectRequest* request, v1::Project* response) {
  v1::Record record;
  *record.mutable_project() = request->project();
  return writes_.Create(context, request->request_id(), std::move(record), request->project(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreateParticipation(
    Context* context, const v1::CreateParticipationRequest* request, v1::Participation* response) {
  v1::Record record;
  *record.mutable_participation() = request->participation();
  return writes_.Create(context, request->request_id(), std::move(record), request->participation(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreateLedgerEntry(
    Context* context, const v1::CreateLedgerEntryRequest* request, v1::LedgerEntry* response) {
  v1::Record record;
  *record.mutable_ledger_entry() = request->ledger_entry();
  return writes_.Create(context, request->request_id(), std::move(record), request->ledger_entry(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreatePosting(
    Context* context, const v1::CreatePostingRequest* request, v1::Posting* response) {
  v1::Record record;
  *record.mutable_posting() = request->posting();
  return writes_.Create(context, request->request_id(), std::move(record), request->posting(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreateFacility(
    Context* context, const v1::CreateFacilityRequest* request, v1::Facility* response) {
  v1::Record record;
  *record.mutable_facility() = request->facility();
  return writes_.Create(context, request->request_id(), std::move(record), request->facility(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::CreateAttestation(
    Context* context, const v1::CreateAttestationRequest* request, v1::Attestation* response) {
  v1::Record record;
  *record.mutable_attestation() = request->attestation();
  return writes_.Create(context, request->request_id(), std::move(record), request->attestation(),
                        response);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetProgramme(
    Context* context, const v1::GetProgrammeRequest* request, v1::Programme* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetProgramme(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListProgrammes(
    Context* context, const v1::ListProgrammesRequest* request,
    v1::ListProgrammesResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListProgrammes(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetProject(Context* context,
                                                              const v1::GetProjectRequest* request,
                                                              v1::Project* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetProject(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListProjects(
    Context* context, const v1::ListProjectsRequest* request, v1::ListProjectsResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListProjects(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetParticipation(
    Context* context, const v1::GetParticipationRequest* request, v1::Participation* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetParticipation(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListParticipations(
    Context* context, const v1::ListParticipationsRequest* request,
    v1::ListParticipationsResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListParticipations(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetLedgerEntry(
    Context* context, const v1::GetLedgerEntryRequest* request, v1::LedgerEntry* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetLedgerEntry(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListLedgerEntries(
    Context* context, const v1::ListLedgerEntriesRequest* request,
    v1::ListLedgerEntriesResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListLedgerEntries(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetPosting(Context* context,
                                                              const v1::GetPostingRequest* request,
                                                              v1::Posting* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetPosting(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListPostings(
    Context* context, const v1::ListPostingsRequest* request, v1::ListPostingsResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListPostings(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetFacility(
    Context* context, const v1::GetFacilityRequest* request, v1::Facility* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetFacility(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListFacilities(
    Context* context, const v1::ListFacilitiesRequest* request,
    v1::ListFacilitiesResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListFacilities(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetAttestation(
    Context* context, const v1::GetAttestationRequest* request, v1::Attestation* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetAttestation(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ListAttestations(
    Context* context, const v1::ListAttestationsRequest* request,
    v1::ListAttestationsResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::ListAttestations(connection, *request, *response);
  });
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::ReverseLedgerEntry(
    Context* context, const v1::ReverseLedgerEntryRequest* request, v1::LedgerEntry* response) {
  return writes_.Write(context, records::PartitionOf(request->name()),
                       [this, request, response](sql::Connection& connection) {
                         return projects::ReverseLedgerEntry(connection, batches_, *request,
                                                             *response);
                       });
}

grpc::ServerBidiReactor<v1::ImportRecordsRequest, v1::ImportRecordsResponse>*
ProjectsServiceFace::ImportRecords(Context* context) {
  return writes_.Import(context);
}

ProjectsServiceFace::Reactor* ProjectsServiceFace::GetProgrammeProfile(
    Context* context, const v1::GetProgrammeProfileRequest* request,
    v1::ProgrammeProfile* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return projects::GetProgrammeProfile(connection, *request, *response);
  });
}

}  // namespace bangfu::projects
