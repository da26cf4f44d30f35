// Get and List. Households and persons are shown masked; persons are opened for it, within a page.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_READ_H_
#define BANGFU_SERVICES_HOUSEHOLDS_READ_H_

#include "absl/status/status.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/sql/connection.h"
#include "services/households/key_ring.h"

namespace bangfu::households {

// As the methods of HouseholdsService of the same names say. Persons cost a decryption each.
absl::Status GetHousehold(sql::Connection& connection, const v1::GetHouseholdRequest& request,
                          v1::Household& household);
absl::Status ListHouseholds(sql::Connection& connection, const v1::ListHouseholdsRequest& request,
                            v1::ListHouseholdsResponse& response);
absl::Status GetPerson(sql::Connection& connection, const KeyRing& keys,
                       const v1::GetPersonRequest& request, v1::Person& person);
absl::Status ListPersons(sql::Connection& connection, const KeyRing& keys,
                         const v1::ListPersonsRequest& request, v1::ListPersonsResponse& response);

// What is not personal.
absl::Status GetCounty(sql::Connection& connection, const v1::GetCountyRequest& request,
                       v1::County& county);
absl::Status ListCounties(sql::Connection& connection, const v1::ListCountiesRequest& request,
                          v1::ListCountiesResponse& response);
absl::Status GetVillage(sql::Connection& connection, const v1::GetVillageRequest& request,
                        v1::Village& village);
absl::Status ListVillages(sql::Connection& connection, const v1::ListVillagesRequest& request,
                          v1::ListVillagesResponse& response);
absl::Status GetCase(sql::Connection& connection, const v1::GetCaseRequest& request,
                     v1::Case& record);
absl::Status ListCases(sql::Connection& connection, const v1::ListCasesRequest& request,
                       v1::ListCasesResponse& response);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_READ_H_
