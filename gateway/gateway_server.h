// The gateway put together: backends, its own services, forwarding. main.cc and tests start it
// alike.
#ifndef BANGFU_GATEWAY_GATEWAY_SERVER_H_
#define BANGFU_GATEWAY_GATEWAY_SERVER_H_

#include <memory>

#include "absl/status/statusor.h"

#include "gateway/backends.h"
#include "services/common/server/admission.h"
#include "services/common/server/process.h"
#include "services/common/time/clock.h"

namespace bangfu::gateway {

inline constexpr int kSheetCacheMib = 32;

// `sheet_cache_mib` bounds the sheets that are kept, in MiB; 0 keeps none.
// INVALID_ARGUMENT for an address that is malformed or not loopback. The services need not be
// there: the gateway connects when they are. `admission` must outlive the set.
absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeGatewayServer(
    const BackendAddresses& addresses, server::Admission& admission, Clock clock,
    int sheet_cache_mib = kSheetCacheMib);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_GATEWAY_SERVER_H_
