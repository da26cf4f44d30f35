#include "gateway/cli/record_calls.h"

#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "gateway/cli/cell_values.h"
#include "services/common/names/names.h"

namespace bangfu::cli {
namespace {

using households::v1::HouseholdsService;
using projects::v1::ProjectsService;

constexpr std::string_view kCounty = "counties/510524";
constexpr std::string_view kHousehold =
    "counties/510524/households/H0001, or with - for all households of the county";
constexpr std::string_view kProgramme = "programmes/cetc-2020";

template <typename Service, typename Request, typename Response>
UnaryCall CallOf(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Response*)) {
  UnaryCall call;
  call.new_request = [] { return std::make_unique<Request>(); };
  call.call =
      [method](const GatewayClient& client,
               const google::protobuf::Message& request) -> absl::StatusOr<UnaryCall::MessagePtr> {
    const auto stub = Service::NewStub(client.channel());
    const auto context = client.NewContext();
    auto response = std::make_unique<Response>();
    const absl::Status status = ToStatus(
        ((*stub).*method)(context.get(), static_cast<const Request&>(request), response.get()));
    if (!status.ok()) return status;
    return response;
  };
  return call;
}

template <typename List, typename Get>
RecordKind OfHouseholds(std::string_view name, std::string_view parent, List list, Get get) {
  return {name, name, parent, CallOf<HouseholdsService>(list), CallOf<HouseholdsService>(get)};
}

template <typename List, typename Get>
RecordKind OfProjects(std::string_view name, std::string_view collection, std::string_view parent,
                      List list, Get get) {
  return {name, collection, parent, CallOf<ProjectsService>(list), CallOf<ProjectsService>(get)};
}

std::vector<RecordKind> MakeKinds() {
  using H = HouseholdsService::Stub;
  using P = ProjectsService::Stub;
  return {
      OfHouseholds("counties", "", &H::ListCounties, &H::GetCounty),
      OfHouseholds("villages", kCounty, &H::ListVillages, &H::GetVillage),
      OfHouseholds("households", kCounty, &H::ListHouseholds, &H::GetHousehold),
      OfHouseholds("persons", kHousehold, &H::ListPersons, &H::GetPerson),
      OfHouseholds("cases", kCounty, &H::ListCases, &H::GetCase),
      OfProjects("programmes", "programmes", "", &P::ListProgrammes, &P::GetProgramme),
      OfProjects("projects", "projects", kProgramme, &P::ListProjects, &P::GetProject),
      OfProjects("participations", "participations", kCounty, &P::ListParticipations,
                 &P::GetParticipation),
      OfProjects("ledger", "ledgerEntries", kCounty, &P::ListLedgerEntries, &P::GetLedgerEntry),
      OfProjects("postings", "postings", kCounty, &P::ListPostings, &P::GetPosting),
      OfProjects("facilities", "facilities", kCounty, &P::ListFacilities, &P::GetFacility),
      OfProjects("attestations", "attestations", kProgramme, &P::ListAttestations,
                 &P::GetAttestation),
  };
}

}  // namespace

std::span<const RecordKind> RecordKinds() {
  static const auto& kinds = *new std::vector<RecordKind>(MakeKinds());
  return kinds;
}

const RecordKind* FindKind(std::string_view name) {
  for (const RecordKind& kind : RecordKinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

bool IsParent(const RecordKind& kind, std::string_view parent) {
  if (kind.parent == kCounty) return names::CountyName::Parse(parent).has_value();
  if (kind.parent == kHousehold) return names::PersonParentName::Parse(parent).has_value();
  if (kind.parent == kProgramme) return names::ProgrammeName::Parse(parent).has_value();
  return parent.empty();
}

const RecordKind* KindOfRecord(std::string_view resource_name) {
  const std::vector<std::string_view> segments = SplitList(resource_name, '/');
  if (segments.size() < 2 || segments.size() % 2 != 0) return nullptr;
  for (const RecordKind& kind : RecordKinds()) {
    if (kind.collection == segments[segments.size() - 2]) return &kind;
  }
  return nullptr;
}

}  // namespace bangfu::cli
