// The state of the suite from what its services answered. Pure.
#ifndef BANGFU_GATEWAY_SUITE_STATUS_H_
#define BANGFU_GATEWAY_SUITE_STATUS_H_

#include <optional>

#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "bangfu/journal/v1/journal.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "gateway/present_heads.h"
#include "gateway/sheet_cache.h"
#include "health/v1/health.pb.h"

namespace bangfu::gateway {

using Health = absl::StatusOr<grpc::health::v1::HealthCheckResponse>;
using Heads = absl::StatusOr<journal::v1::ListTreeHeadsResponse>;

struct SuiteAnswers {
  Health households_health = absl::UnknownError("not asked");
  Heads households_heads = absl::UnknownError("not asked");
  Health projects_health = absl::UnknownError("not asked");
  Heads projects_heads = absl::UnknownError("not asked");
  Health reporting_health = absl::UnknownError("not asked");
  absl::StatusOr<reporting::v1::GetProgressResponse> reporting_progress =
      absl::UnknownError("not asked");
  std::optional<SheetCacheStats> sheet_cache;  // the gateway's own
  PresentHeads::Copies copies;                 // behind this gateway
};

// A service serves when it says so and tells its heads. What reporting is behind is absent unless
// both journals and reporting answered: nobody knows it then.
v1::SuiteStatus MakeSuiteStatus(const SuiteAnswers& answers);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SUITE_STATUS_H_
