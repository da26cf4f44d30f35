#include "gateway/cli/server_view.h"

#include <algorithm>
#include <map>
#include <vector>

#include "gateway/cli/journal_client.h"
#include "gateway/cli/record_calls.h"

namespace bangfu::cli {
namespace {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

absl::StatusOr<MessagePtr> Find(const GatewayClient& client, const std::string& name) {
  const RecordKind* kind = KindOfRecord(name);
  if (kind == nullptr) return absl::InvalidArgumentError(name + " is no record's name");
  const MessagePtr request = kind->get.new_request();
  request->GetReflection()->SetString(request.get(),
                                      request->GetDescriptor()->FindFieldByName("name"), name);
  absl::StatusOr<MessagePtr> found = kind->get.call(client, *request);
  if (absl::IsNotFound(found.status())) return MessagePtr();
  return found;
}

}  // namespace

ServerView ViewOver(const GatewayClient& client) {
  ServerView view;
  view.find = [&client](const std::string& name) { return Find(client, name); };
  view.has_records = [&client, heads = std::map<Service, std::vector<journal::v1::TreeHead>>()](
                         Service service,
                         const std::string& county) mutable -> absl::StatusOr<bool> {
    auto known = heads.find(service);
    if (known == heads.end()) {
      auto listed = ListHeads(client, std::string(ServiceName(service)));
      if (!listed.ok()) return listed.status();
      known = heads.emplace(service, *std::move(listed)).first;
    }
    return std::any_of(known->second.begin(), known->second.end(),
                       [&](const journal::v1::TreeHead& head) { return head.county() == county; });
  };
  return view;
}

}  // namespace bangfu::cli
