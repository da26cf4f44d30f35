// The gRPC face of the register: parse, call, convert. What is behind it stands in the files that
// it includes; each method is a line or two.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLDS_SERVICE_H_
#define BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLDS_SERVICE_H_

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "services/common/records/write_calls.h"
#include "services/common/server/arena_messages.h"
#include "services/common/server/call_runner.h"
#include "services/common/sql/executor.h"
#include "services/common/time/clock.h"
#include "services/households/key_ring.h"
#include "services/households/register_batches.h"

namespace bangfu::households {

class HouseholdsServiceFace final : public v1::HouseholdsService::CallbackService {
 public:
  // What is passed by reference must outlive the server.
  HouseholdsServiceFace(server::Admission& admission, sql::Executor& executor,
                        journal::HeadWatch& heads, const KeyRing& keys, Clock clock);

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* CreateCounty(Context*, const v1::CreateCountyRequest*, v1::County*) override;
  Reactor* GetCounty(Context*, const v1::GetCountyRequest*, v1::County*) override;
  Reactor* ListCounties(Context*, const v1::ListCountiesRequest*,
                        v1::ListCountiesResponse*) override;
  Reactor* CreateVillage(Context*, const v1::CreateVillageRequest*, v1::Village*) override;
  Reactor* GetVillage(Context*, const v1::GetVillageRequest*, v1::Village*) override;
  Reactor* ListVillages(Context*, const v1::ListVillagesRequest*,
                        v1::ListVillagesResponse*) override;
  Reactor* CreateHousehold(Context*, const v1::CreateHouseholdRequest*, v1::Household*) override;
  Reactor* GetHousehold(Context*, const v1::GetHouseholdRequest*, v1::Household*) override;
  Reactor* ListHouseholds(Context*, const v1::ListHouseholdsRequest*,
                          v1::ListHouseholdsResponse*) override;
  Reactor* CreatePerson(Context*, const v1::CreatePersonRequest*, v1::Person*) override;
  Reactor* GetPerson(Context*, const v1::GetPersonRequest*, v1::Person*) override;
  Reactor* ListPersons(Context*, const v1::ListPersonsRequest*, v1::ListPersonsResponse*) override;
  Reactor* CreateCase(Context*, const v1::CreateCaseRequest*, v1::Case*) override;
  Reactor* GetCase(Context*, const v1::GetCaseRequest*, v1::Case*) override;
  Reactor* ListCases(Context*, const v1::ListCasesRequest*, v1::ListCasesResponse*) override;
  grpc::ServerBidiReactor<v1::ImportRecordsRequest, v1::ImportRecordsResponse>* ImportRecords(
      Context*) override;
  Reactor* CheckParticipants(Context*, const v1::CheckParticipantsRequest*,
                             v1::CheckParticipantsResponse*) override;
  Reactor* ListPublishedCases(Context*, const v1::ListPublishedCasesRequest*,
                              v1::ListPublishedCasesResponse*) override;

 private:
  server::ArenaMessages<v1::ListPublishedCasesRequest, v1::ListPublishedCasesResponse>
      case_messages_;
  const KeyRing& keys_;
  RegisterBatches batches_;
  server::CallRunner runner_;
  records::WriteCalls<v1::ImportRecordsRequest, v1::ImportRecordsResponse> writes_;
};

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLDS_SERVICE_H_
