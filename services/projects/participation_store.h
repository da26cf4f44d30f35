// Participations in the database.
#ifndef BANGFU_SERVICES_PROJECTS_PARTICIPATION_STORE_H_
#define BANGFU_SERVICES_PROJECTS_PARTICIPATION_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a participation as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertParticipation(sql::Connection& connection,
                                         const v1::Participation& participation, int64_t seq);
absl::StatusOr<std::optional<v1::Participation>> FindParticipation(
    sql::Connection& connection, const names::ParticipationName& name);
absl::StatusOr<std::vector<v1::Participation>> ListParticipations(sql::Connection& connection,
                                                                  const names::CountyName& county,
                                                                  const records::PageQuery& page);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PARTICIPATION_STORE_H_
