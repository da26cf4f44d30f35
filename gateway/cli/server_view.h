// What the services have already, asked through the gateway: for the checks that an import makes
// over a record's shoulder.
#ifndef BANGFU_GATEWAY_CLI_SERVER_VIEW_H_
#define BANGFU_GATEWAY_CLI_SERVER_VIEW_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "gateway/cli/gateway_client.h"
#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

struct ServerView {
  // The record of this name; null when there is none.
  std::function<absl::StatusOr<std::unique_ptr<google::protobuf::Message>>(const std::string& name)>
      find;

  // Whether the service has any record of the partition.
  std::function<absl::StatusOr<bool>(Service service, const std::string& county)> has_records;
};

// `client` must outlive it.
ServerView ViewOver(const GatewayClient& client);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_SERVER_VIEW_H_
