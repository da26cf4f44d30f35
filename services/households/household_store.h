// Households and their persons in the database, as they are stored: personal fields sealed.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLD_STORE_H_
#define BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLD_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/households/v1/events.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

// Each Insert keeps a record as the entry `seq`, or answers false when one of that name stands
// there.

absl::StatusOr<bool> InsertHousehold(sql::Connection& connection,
                                     const v1::HouseholdRecorded& household, int64_t seq);
absl::StatusOr<std::optional<v1::HouseholdRecorded>> FindHousehold(
    sql::Connection& connection, const names::HouseholdName& name);
absl::StatusOr<std::vector<v1::HouseholdRecorded>> ListHouseholds(sql::Connection& connection,
                                                                  const names::CountyName& county,
                                                                  const records::PageQuery& page);
// Tells of those that are there, looked up in one go.
absl::Status FindHouseholds(
    sql::Connection& connection, const std::vector<names::HouseholdName>& names,
    absl::FunctionRef<void(const names::HouseholdName&, v1::HouseholdRecorded)> on_found);
// The same of the entries that recorded them.
absl::Status FindHouseholdSeqs(
    sql::Connection& connection, const std::vector<names::HouseholdName>& names,
    absl::FunctionRef<void(const names::HouseholdName&, int64_t seq)> on_found);

absl::StatusOr<bool> InsertPerson(sql::Connection& connection, const v1::PersonRecorded& person,
                                  int64_t seq);
absl::StatusOr<std::optional<v1::PersonRecorded>> FindPerson(sql::Connection& connection,
                                                             const names::PersonName& name);
absl::Status FindPersons(
    sql::Connection& connection, const std::vector<names::PersonName>& names,
    absl::FunctionRef<void(const names::PersonName&, v1::PersonRecorded)> on_found);
// Of a household, by person id; of a county, by household and person. `after` is a PersonKey.
absl::StatusOr<std::vector<v1::PersonRecorded>> ListPersons(sql::Connection& connection,
                                                            const names::PersonParentName& parent,
                                                            const records::PageQuery& page);

// Tells of those that are there.
absl::Status FindExisting(sql::Connection& connection,
                          const std::vector<names::HouseholdName>& names,
                          absl::FunctionRef<void(const names::HouseholdName&)> on_found);
absl::Status FindExisting(sql::Connection& connection, const std::vector<names::PersonName>& names,
                          absl::FunctionRef<void(const names::PersonName&)> on_found);

// What orders persons: "H0001/1".
std::string PersonKey(const names::PersonName& name);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLD_STORE_H_
