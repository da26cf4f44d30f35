// One call handed on to the service that owns its method, and the answers handed back, without
// decoding either. Not here: which service that is (route.h).
#ifndef BANGFU_GATEWAY_FORWARDED_CALL_H_
#define BANGFU_GATEWAY_FORWARDED_CALL_H_

#include <memory>

#include "absl/status/status.h"
#include <grpcpp/generic/async_generic_service.h>

#include "gateway/backends.h"
#include "gateway/open_streams.h"
#include "services/common/server/admission.h"

namespace bangfu::gateway {

// What is given must outlive the call. `open_streams` is null for a call that a drain waits for.
// Deadline, cancellation and the metadata on the list in forwarded_call.cc are carried over; back
// come metadata by the same list, the messages, and the status with its details. An owner that
// cannot be reached, or goes away, is UNAVAILABLE, reason SERVICE_UNREACHABLE; a drain ends a
// stream with UNAVAILABLE, reason SHUTTING_DOWN.
// Memory: one message in each direction. The next is read when the one before has been taken.
grpc::ServerGenericBidiReactor* StartForwardedCall(
    std::unique_ptr<server::Admission::Ticket> ticket, grpc::GenericCallbackServerContext* context,
    Backend& owner, OpenStreams* open_streams);

// A call that ends at once.
grpc::ServerGenericBidiReactor* StartRefusedCall(const absl::Status& status);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_FORWARDED_CALL_H_
