// Counties and villages in the database. It keeps what it is given: rules are in validate.h.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_PLACE_STORE_H_
#define BANGFU_SERVICES_HOUSEHOLDS_PLACE_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/households/v1/households.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

// Each Insert keeps a record as the entry `seq`, or answers false when one of that name stands
// there.

absl::StatusOr<bool> InsertCounty(sql::Connection& connection, const v1::County& county,
                                  int64_t seq);
absl::StatusOr<std::optional<v1::County>> FindCounty(sql::Connection& connection,
                                                     const names::CountyName& name);
absl::StatusOr<std::vector<v1::County>> ListCounties(sql::Connection& connection,
                                                     const records::PageQuery& page);

absl::StatusOr<bool> InsertVillage(sql::Connection& connection, const v1::Village& village,
                                   int64_t seq);
absl::StatusOr<std::optional<v1::Village>> FindVillage(sql::Connection& connection,
                                                       const names::VillageName& name);
absl::StatusOr<std::vector<v1::Village>> ListVillages(sql::Connection& connection,
                                                      const names::CountyName& county,
                                                      const records::PageQuery& page);

// Whether there is one; by key, without reading it.

// Tells of those that are there.
absl::Status FindExisting(sql::Connection& connection, const std::vector<names::CountyName>& names,
                          absl::FunctionRef<void(const names::CountyName&)> on_found);
absl::Status FindExisting(sql::Connection& connection, const std::vector<names::VillageName>& names,
                          absl::FunctionRef<void(const names::VillageName&)> on_found);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_PLACE_STORE_H_
