// Whether households, persons and villages exist, for projects, whose records name them.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_PARTICIPANTS_H_
#define BANGFU_SERVICES_HOUSEHOLDS_PARTICIPANTS_H_

#include "absl/status/status.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

// As HouseholdsService.CheckParticipants says. Cost: one keyed look-up per name.
absl::Status CheckParticipants(sql::Connection& connection,
                               const v1::CheckParticipantsRequest& request,
                               v1::CheckParticipantsResponse& response);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_PARTICIPANTS_H_
