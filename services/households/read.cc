#include "services/households/read.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/seal/key.h"
#include "services/households/case_store.h"
#include "services/households/household_store.h"
#include "services/households/personal.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

using records::PageQuery;

names::HouseholdName HouseholdOf(const v1::PersonRecorded& stored) {
  return names::PersonName::Parse(stored.person().name())->Household();
}

// `key` is null when the household's was erased.
absl::StatusOr<v1::Person> Mask(const seal::Key* key, const v1::PersonRecorded& stored) {
  if (key == nullptr) return stored.person();
  absl::StatusOr<v1::PersonPersonal> personal = OpenPerson(*key, stored);
  if (!personal.ok()) return personal.status();
  return Masked(stored, *personal);
}

// The keys of those persons' households, looked up in one go. `persons` are ordered by household.
absl::StatusOr<HouseholdKeys> KeysOf(sql::Connection& connection, const KeyRing& ring,
                                     const std::vector<v1::PersonRecorded>& persons) {
  std::vector<names::HouseholdName> households;
  for (const v1::PersonRecorded& person : persons) {
    const names::HouseholdName household = HouseholdOf(person);
    if (households.empty() || households.back() != household) households.push_back(household);
  }
  return ring.FindAll(connection, households);
}

absl::StatusOr<std::vector<v1::Household>> WithoutPersonal(
    absl::StatusOr<std::vector<v1::HouseholdRecorded>> stored) {
  if (!stored.ok()) return stored.status();
  std::vector<v1::Household> households;
  households.reserve(stored->size());
  for (v1::HouseholdRecorded& one : *stored) {
    households.push_back(std::move(*one.mutable_household()));
  }
  return households;
}

absl::StatusOr<std::vector<v1::Household>> ListHouseholdsWithoutPersonal(
    sql::Connection& connection, const names::CountyName& county, const PageQuery& page) {
  return WithoutPersonal(ListHouseholds(connection, county, page));
}

absl::StatusOr<std::vector<v1::Person>> ListMasked(sql::Connection& connection, const KeyRing& ring,
                                                   const names::PersonParentName& parent,
                                                   const PageQuery& page) {
  absl::StatusOr<std::vector<v1::PersonRecorded>> stored = ListPersons(connection, parent, page);
  if (!stored.ok()) return stored.status();
  const absl::StatusOr<HouseholdKeys> keys = KeysOf(connection, ring, *stored);
  if (!keys.ok()) return keys.status();
  std::vector<v1::Person> persons;
  for (const v1::PersonRecorded& one : *stored) {
    const auto key = keys->find(HouseholdOf(one).ToString());
    absl::StatusOr<v1::Person> masked = Mask(key == keys->end() ? nullptr : &key->second, one);
    if (!masked.ok()) return masked.status();
    persons.push_back(*std::move(masked));
  }
  return persons;
}

}  // namespace

absl::Status GetHousehold(sql::Connection& connection, const v1::GetHouseholdRequest& request,
                          v1::Household& household) {
  v1::HouseholdRecorded stored;
  absl::Status status = records::Get<names::HouseholdName>(
      request.name(),
      [&](const names::HouseholdName& name) { return FindHousehold(connection, name); }, stored);
  if (status.ok()) household = std::move(*stored.mutable_household());
  return status;
}

absl::Status ListHouseholds(sql::Connection& connection, const v1::ListHouseholdsRequest& request,
                            v1::ListHouseholdsResponse& response) {
  return records::ListOf(connection, "ListHouseholds", request, ListHouseholdsWithoutPersonal,
                         &names::HouseholdName::household, response.mutable_households(), response);
}

absl::Status GetPerson(sql::Connection& connection, const KeyRing& keys,
                       const v1::GetPersonRequest& request, v1::Person& person) {
  v1::PersonRecorded stored;
  absl::Status status = records::Get<names::PersonName>(
      request.name(), [&](const names::PersonName& name) { return FindPerson(connection, name); },
      stored);
  if (!status.ok()) return status;
  const absl::StatusOr<std::optional<seal::Key>> key = keys.Find(connection, HouseholdOf(stored));
  if (!key.ok()) return key.status();
  absl::StatusOr<v1::Person> masked = Mask(key->has_value() ? &**key : nullptr, stored);
  if (!masked.ok()) return masked.status();
  person = *std::move(masked);
  return absl::OkStatus();
}

absl::Status ListPersons(sql::Connection& connection, const KeyRing& keys,
                         const v1::ListPersonsRequest& request, v1::ListPersonsResponse& response) {
  const auto parent = names::PersonParentName::Parse(request.parent());
  if (!parent) {
    return records::InvalidName("parent", request.parent(), names::PersonParentName::kExample);
  }
  return records::FillPage<v1::Person>(
      {"ListPersons", request.parent()}, request.page_size(), request.page_token(),
      [&](const PageQuery& page) { return ListMasked(connection, keys, *parent, page); },
      [](const v1::Person& person) { return PersonKey(*names::PersonName::Parse(person.name())); },
      response.mutable_persons(), response);
}

absl::Status GetCounty(sql::Connection& connection, const v1::GetCountyRequest& request,
                       v1::County& county) {
  return records::Get<names::CountyName>(
      request.name(), [&](const names::CountyName& name) { return FindCounty(connection, name); },
      county);
}

absl::Status ListCounties(sql::Connection& connection, const v1::ListCountiesRequest& request,
                          v1::ListCountiesResponse& response) {
  return records::FillPage<v1::County>(
      {"ListCounties"}, request.page_size(), request.page_token(),
      [&](const PageQuery& page) { return ListCounties(connection, page); },
      [](const v1::County& county) { return names::CountyName::Parse(county.name())->county; },
      response.mutable_counties(), response);
}

absl::Status GetVillage(sql::Connection& connection, const v1::GetVillageRequest& request,
                        v1::Village& village) {
  return records::Get<names::VillageName>(
      request.name(), [&](const names::VillageName& name) { return FindVillage(connection, name); },
      village);
}

absl::Status ListVillages(sql::Connection& connection, const v1::ListVillagesRequest& request,
                          v1::ListVillagesResponse& response) {
  return records::ListOf(connection, "ListVillages", request, ListVillages,
                         &names::VillageName::village, response.mutable_villages(), response);
}

absl::Status GetCase(sql::Connection& connection, const v1::GetCaseRequest& request,
                     v1::Case& record) {
  return records::Get<names::CaseName>(
      request.name(), [&](const names::CaseName& name) { return FindCase(connection, name); },
      record);
}

absl::Status ListCases(sql::Connection& connection, const v1::ListCasesRequest& request,
                       v1::ListCasesResponse& response) {
  return records::ListOf(connection, "ListCases", request, ListCases, &names::CaseName::case_id,
                         response.mutable_cases(), response);
}

}  // namespace bangfu::households
