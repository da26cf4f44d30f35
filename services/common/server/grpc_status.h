// Between absl::Status and grpc::Status, details included: the one place where they are converted.
#ifndef BANGFU_SERVICES_COMMON_SERVER_GRPC_STATUS_H_
#define BANGFU_SERVICES_COMMON_SERVER_GRPC_STATUS_H_

#include "absl/status/status.h"
#include <grpcpp/support/status.h>

namespace bangfu::server {

// Payloads of google.rpc types become the details of a serialised google.rpc.Status.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The inverse, for clients.
absl::Status FromGrpcStatus(const grpc::Status& status);

// Logs the end of a call that the program did not foresee (INTERNAL, UNKNOWN, DATA_LOSS): it is for
// the operator as well as for the caller.
void LogUnforeseen(const absl::Status& status);

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_GRPC_STATUS_H_
