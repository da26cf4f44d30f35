#include "services/households/households_service.h"

#include <utility>

#include "services/common/records/prepare.h"
#include "services/households/journal_name.h"
#include "services/households/participants.h"
#include "services/households/personal.h"
#include "services/households/published_cases.h"
#include "services/households/read.h"
#include "services/households/register_writer.h"
#include "services/households/validate.h"

namespace bangfu::households {
namespace {

using Batch = records::PreparedBatch<v1::ImportRecordsRequest>;

absl::StatusOr<Batch> PrepareBatch(const KeyRing& keys, const Clock& clock,
                                   v1::ImportRecordsRequest request) {
  absl::StatusOr<Batch> batch = records::Prepare(
      kJournal, std::move(request), Validate,
      [&keys](std::string_view content) { return keys.RequestHash(content); });
  if (batch.ok()) batch->header.recorded_at = clock();
  return batch;
}

absl::StatusOr<journal::v1::BatchResult> Write(sql::Connection& connection, const KeyRing& keys,
                                               Batch& batch) {
  RegisterWriter writer(keys, std::move(*batch.request.mutable_records()));
  return records::WriteBatch(connection, batch.header, writer, std::move(batch.violations));
}

}  // namespace

HouseholdsServiceFace::HouseholdsServiceFace(server::Admission& admission, sql::Executor& executor,
                                             const KeyRing& keys, Clock clock)
    : admission_(admission),
      executor_(executor),
      keys_(keys),
      clock_(std::move(clock)),
      runner_(admission, &executor),
      import_([this](std::shared_ptr<ImportCall> call) { Import(std::move(call)); }) {}

template <typename Resource>
HouseholdsServiceFace::Reactor* HouseholdsServiceFace::Create(Context* context,
                                                              const std::string& request_id,
                                                              v1::Record record, Resource shown,
                                                              Resource* response) {
  v1::ImportRecordsRequest request;
  request.set_request_id(request_id);
  request.set_county(records::PartitionOf(shown.name()));
  *request.add_records() = std::move(record);
  absl::StatusOr<Batch> batch = PrepareBatch(keys_, clock_, std::move(request));
  if (batch.ok() && !batch->violations.empty()) batch = batch->violations.ToStatus();
  if (!batch.ok()) {
    return runner_.Inline(context, [status = batch.status()] { return status; });
  }
  return runner_.Write(context, [this, batch = *std::move(batch), shown = std::move(shown),
                                 response](sql::Connection& connection) mutable {
    absl::StatusOr<journal::v1::BatchResult> result = Write(connection, keys_, batch);
    if (!result.ok()) return result.status();
    if (!result->violations().empty()) return records::StatusOf(*result);
    *response = std::move(shown);
    return absl::OkStatus();
  });
}

void HouseholdsServiceFace::Import(std::shared_ptr<ImportCall> call) {
  absl::StatusOr<Batch> prepared = PrepareBatch(keys_, clock_, std::move(call->request));
  if (!prepared.ok()) return call->done(prepared.status());
  auto batch = std::make_shared<Batch>(*std::move(prepared));
  auto response = std::make_shared<v1::ImportRecordsResponse>();
  absl::Status queued = executor_.Write(
      {.cancellation = call->cancellation, .deadline = call->deadline},
      [this, batch, response](sql::Connection& connection) {
        absl::StatusOr<journal::v1::BatchResult> result = Write(connection, keys_, *batch);
        if (!result.ok()) return result.status();
        *response->mutable_result() = *std::move(result);
        return absl::OkStatus();
      },
      [call, response](absl::Status status) {
        if (!status.ok()) return call->done(std::move(status));
        call->done(std::move(*response));
      });
  if (!queued.ok()) return call->done(server::WithQueueReason(queued));
  call->enqueued();
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateCounty(
    Context* context, const v1::CreateCountyRequest* request, v1::County* response) {
  v1::Record record;
  *record.mutable_county() = request->county();
  return Create(context, request->request_id(), std::move(record), request->county(), response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateVillage(
    Context* context, const v1::CreateVillageRequest* request, v1::Village* response) {
  v1::Record record;
  *record.mutable_village() = request->village();
  return Create(context, request->request_id(), std::move(record), request->village(), response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateHousehold(
    Context* context, const v1::CreateHouseholdRequest* request, v1::Household* response) {
  v1::Record record;
  *record.mutable_household() = request->household();
  return Create(context, request->request_id(), std::move(record), Masked(request->household()),
                response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreatePerson(
    Context* context, const v1::CreatePersonRequest* request, v1::Person* response) {
  v1::Record record;
  *record.mutable_person() = request->person();
  return Create(context, request->request_id(), std::move(record), Masked(request->person()),
                response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CreateCase(
    Context* context, const v1::CreateCaseRequest* request, v1::Case* response) {
  v1::Record record;
  *record.mutable_case_() = request->case_();
  return Create(context, request->request_id(), std::move(record), request->case_(), response);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetCounty(
    Context* context, const v1::GetCountyRequest* request, v1::County* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::GetCounty(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListCounties(
    Context* context, const v1::ListCountiesRequest* request, v1::ListCountiesResponse* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::ListCounties(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetVillage(
    Context* context, const v1::GetVillageRequest* request, v1::Village* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::GetVillage(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListVillages(
    Context* context, const v1::ListVillagesRequest* request, v1::ListVillagesResponse* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::ListVillages(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetHousehold(
    Context* context, const v1::GetHouseholdRequest* request, v1::Household* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::GetHousehold(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListHouseholds(
    Context* context, const v1::ListHouseholdsRequest* request,
    v1::ListHouseholdsResponse* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::ListHouseholds(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetPerson(
    Context* context, const v1::GetPersonRequest* request, v1::Person* response) {
  return runner_.Read(context, [this, request, response](sql::Connection& connection) {
    return households::GetPerson(connection, keys_, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListPersons(
    Context* context, const v1::ListPersonsRequest* request, v1::ListPersonsResponse* response) {
  return runner_.Read(context, [this, request, response](sql::Connection& connection) {
    return households::ListPersons(connection, keys_, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::GetCase(Context* context,
                                                               const v1::GetCaseRequest* request,
                                                               v1::Case* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::GetCase(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListCases(
    Context* context, const v1::ListCasesRequest* request, v1::ListCasesResponse* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::ListCases(connection, *request, *response);
  });
}

grpc::ServerBidiReactor<v1::ImportRecordsRequest, v1::ImportRecordsResponse>*
HouseholdsServiceFace::ImportRecords(Context* context) {
  return server::StartBatchStream(admission_, context, import_);
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::CheckParticipants(
    Context* context, const v1::CheckParticipantsRequest* request,
    v1::CheckParticipantsResponse* response) {
  return runner_.Read(context, [request, response](sql::Connection& connection) {
    return households::CheckParticipants(connection, *request, *response);
  });
}

HouseholdsServiceFace::Reactor* HouseholdsServiceFace::ListPublishedCases(
    Context* context, const v1::ListPublishedCasesRequest* request,
    v1::ListPublishedCasesResponse* response) {
  return runner_.Read(context, [this, request, response](sql::Connection& connection) {
    return households::ListPublishedCases(connection, keys_, *request, *response);
  });
}

}  // namespace bangfu::households
