// Facilities in the database.
#ifndef BANGFU_SERVICES_PROJECTS_FACILITY_STORE_H_
#define BANGFU_SERVICES_PROJECTS_FACILITY_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a facility as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertFacility(sql::Connection& connection, const v1::Facility& facility,
                                    int64_t seq);
absl::StatusOr<std::optional<v1::Facility>> FindFacility(sql::Connection& connection,
                                                         const names::FacilityName& name);
absl::StatusOr<std::vector<v1::Facility>> ListFacilities(sql::Connection& connection,
                                                         const names::CountyName& county,
                                                         const records::PageQuery& page);

// Those of a programme that opened by `day`, by county and id, at most `limit`; and how many there
// are.
absl::StatusOr<std::vector<v1::Facility>> ListOpenFacilities(sql::Connection& connection,
                                                             const names::ProgrammeName& programme,
                                                             date::Date day, int limit);
absl::StatusOr<int64_t> CountOpenFacilities(sql::Connection& connection,
                                            const names::ProgrammeName& programme, date::Date day);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_FACILITY_STORE_H_
