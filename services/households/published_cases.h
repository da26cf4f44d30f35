// What the register may publish: cases whose person consented, each with just what the consent
// covers.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_PUBLISHED_CASES_H_
#define BANGFU_SERVICES_HOUSEHOLDS_PUBLISHED_CASES_H_

#include "absl/status/status.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/sql/connection.h"
#include "services/households/key_ring.h"

namespace bangfu::households {

// As HouseholdsService.ListPublishedCases says. Cost: the heads and counties, and three keyed reads
// per case; and a walk over the programme's cases, where there are more than are listed.
absl::Status ListPublishedCases(sql::Connection& connection, const KeyRing& keys,
                                const v1::ListPublishedCasesRequest& request,
                                v1::ListPublishedCasesResponse& response);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_PUBLISHED_CASES_H_
