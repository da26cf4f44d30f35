// ImportRecords over gRPC, of either service, through the gateway.
#ifndef BANGFU_GATEWAY_CLI_GRPC_IMPORT_STREAM_H_
#define BANGFU_GATEWAY_CLI_GRPC_IMPORT_STREAM_H_

#include "gateway/cli/gateway_client.h"
#include "gateway/cli/import_stream.h"

namespace bangfu::cli {

// Streams that are cancelled when an answer takes longer than the client's timeout. `client` must
// outlive them.
OpenImportStream ImportOver(const GatewayClient& client);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_GRPC_IMPORT_STREAM_H_
