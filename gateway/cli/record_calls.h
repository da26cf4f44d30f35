// The list and get calls of every kind of record, as a table.
#ifndef BANGFU_GATEWAY_CLI_RECORD_CALLS_H_
#define BANGFU_GATEWAY_CLI_RECORD_CALLS_H_

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"

#include "gateway/cli/gateway_client.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// A unary call with its types.
struct UnaryCall {
  using MessagePtr = std::unique_ptr<google::protobuf::Message>;

  std::function<MessagePtr()> new_request;
  // `request` is what new_request made.
  std::function<absl::StatusOr<MessagePtr>(const GatewayClient& client,
                                           const google::protobuf::Message& request)>
      call;
};

struct RecordKind {
  std::string_view name;        // "ledger"
  std::string_view collection;  // as in resource names: "ledgerEntries"
  std::string_view parent;      // an example of its parent; empty when it has none
  UnaryCall list;
  UnaryCall get;
};

std::span<const RecordKind> RecordKinds();

// nullptr when there is none.
const RecordKind* FindKind(std::string_view name);
// Whether `parent` is the name of what such records are of; empty for those that are of nothing.
bool IsParent(const RecordKind& kind, std::string_view parent);
// By a record's resource name: "counties/510524/households/H0001".
const RecordKind* KindOfRecord(std::string_view resource_name);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_RECORD_CALLS_H_
