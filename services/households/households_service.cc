#include "services/households/households_service.h"

#include <utility>

#include "services/households/participants.h"
#include "services/households/personal.h"
#include "services/households/published_cases.h"
#include "services/households/read.h"

namespace bangfu::households {
HouseholdsServiceFace::HouseholdsServiceFace(server::Admission& admission, sql::Executor& executor,
                                             journal::HeadWatch& heads, const KeyRing& keys,
                                             Clock clock)
    : keys_(keys),
      batches_(keys, std::move(clock)),
      runner_(admission, &executor),
      writes_(admission, executor, heads, batches_) {
  SetMessageAllocatorFor_ListPublishedCases(&case_messages_);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateCounty(
    Context* context, const v1::CreateCountyRequest* request, v1::County* response) {
  v1::Record record;
  *record.mutable_county() = request->county();
  return writes_.Create(context, request->request_id(), std::move(record), request->county(),
                        response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateVillage(
    Context* context, const v1::CreateVillageRequest* request, v1::Village* response) {
  v1::Record record;
  *record.mutable_village() = request->village();
  return writes_.Create(context, request->request_id(), std::move(record), request->village(),
                        response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateHousehold(
    Context* context, const v1::CreateHouseholdRequest* request, v1::Household* response) {
  v1::Record record;
  *record.mutable_household() = request->household();
  return writes_.Create(context, request->request_id(), std::move(record),
                        Masked(request->household()), response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreatePerson(
    Context* context, const v1::CreatePersonRequest* request, v1::Person* response) {
  v1::Record record;
  *record.mutable_person() = request->person();
  return writes_.Create(context, request->request_id(), std::move(record),
                        Masked(request->person()), response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateCase(
    Context* context, const v1::CreateCaseRequest* request, v1::Case* response) {
  v1::Record record;
  *record.mutable_case_() = request->case_();
  return writes_.Create(context, request->request_id(), std::move(record), request->case_(),
                        response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetCounty(
    Context* context, const v1::GetCountyRequest* request, v1::County* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::GetCounty(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListCounties(
    Context* context, const v1::ListCountiesRequest* request, v1::ListCountiesResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::ListCounties(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetVillage(
    Context* context, const v1::GetVillageRequest* request, v1::Village* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::GetVillage(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListVillages(
    Context* context, const v1::ListVillagesRequest* request, v1::ListVillagesResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::ListVillages(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetHousehold(
    Context* context, const v1::GetHouseholdRequest* request, v1::Household* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::GetHousehold(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListHouseholds(
    Context* context, const v1::ListHouseholdsRequest* request,
    v1::ListHouseholdsResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::ListHouseholds(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetPerson(
    Context* context, const v1::GetPersonRequest* request, v1::Person* response) {
  return runner_.Read(context, response, [this, request, response](sql::Connection& connection) {
    return households::GetPerson(connection, keys_, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListPersons(
    Context* context, const v1::ListPersonsRequest* request, v1::ListPersonsResponse* response) {
  return runner_.Read(context, response, [this, request, response](sql::Connection& connection) {
    return households::ListPersons(connection, keys_, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetCase(Context* context,
                                                               const v1::GetCaseRequest* request,
                                                               v1::Case* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::GetCase(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListCases(
    Context* context, const v1::ListCasesRequest* request, v1::ListCasesResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::ListCases(connection, *request, *response);
  });
}

grpc::ServerBidiReactor<v1::ImportRecordsRequest, v1::ImportRecordsResponse>*
HouseholdsServiceFace::ImportRecords(Context* context) {
  return writes_.Import(context);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CheckParticipants(
    Context* context, const v1::CheckParticipantsRequest* request,
    v1::CheckParticipantsResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return households::CheckParticipants(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListPublishedCases(
    Context* context, const v1::ListPublishedCasesRequest* request,
    v1::ListPublishedCasesResponse* response) {
  return runner_.Read(context, response, [this, request, response](sql::Connection& connection) {
    return households::ListPublishedCases(connection, keys_, *request, *response);
  });
}

}  // namespace bangfu::households
