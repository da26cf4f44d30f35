#include "gateway/cli/journal_client.h"

#include <grpcpp/grpcpp.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"

namespace bangfu::cli {

using journal::v1::JournalService;
using journal::v1::TreeHead;

absl::StatusOr<std::vector<TreeHead>> ListHeads(const GatewayClient& client,
                                                const std::string& journal) {
  const auto stub = JournalService::NewStub(client.channel());
  const auto call = client.NewContext(journal);
  journal::v1::ListTreeHeadsResponse response;
  const absl::Status got = ToStatus(stub->ListTreeHeads(call.get(), {}, &response));
  if (!got.ok()) return got;
  return std::vector<TreeHead>(response.tree_heads().begin(), response.tree_heads().end());
}

absl::StatusOr<journal::v1::ProveInclusionResponse> ProveInclusion(
    const GatewayClient& client, const TreeHead& head, const std::vector<int64_t>& seqs) {
  journal::v1::ProveInclusionRequest request;
  request.set_county(head.county());
  request.mutable_seqs()->Add(seqs.begin(), seqs.end());
  request.set_tree_size(head.size());
  const auto stub = JournalService::NewStub(client.channel());
  const auto call = client.NewContext(head.journal());
  journal::v1::ProveInclusionResponse response;
  const absl::Status got = ToStatus(stub->ProveInclusion(call.get(), request, &response));
  if (!got.ok()) return got;
  return response;
}

absl::StatusOr<journal::v1::ProveConsistencyResponse> ProveConsistency(const GatewayClient& client,
                                                                       const TreeHead& head,
                                                                       int64_t old_size) {
  journal::v1::ProveConsistencyRequest request;
  request.set_county(head.county());
  request.set_old_size(old_size);
  request.set_new_size(head.size());
  const auto stub = JournalService::NewStub(client.channel());
  const auto call = client.NewContext(head.journal());
  journal::v1::ProveConsistencyResponse response;
  const absl::Status got = ToStatus(stub->ProveConsistency(call.get(), request, &response));
  if (!got.ok()) return got;
  return response;
}

absl::Status StreamEntries(const GatewayClient& client, const TreeHead& head,
                           const std::function<bool(int64_t, std::string_view)>& take) {
  journal::v1::StreamEntriesRequest request;
  request.add_counties(head.county());
  const auto stub = JournalService::NewStub(client.channel());
  const auto call = client.NewStreamContext(head.journal());
  const auto stream = stub->StreamEntries(call.get(), request);
  Watchdog watchdog(*call, client.timeout());
  watchdog.Expect();
  journal::v1::StreamEntriesResponse response;
  bool more = true;
  while (more && stream->Read(&response)) {
    int64_t seq = response.first_seq();
    for (const std::string& bytes : response.entries()) more = more && take(seq++, bytes);
    watchdog.Answered();
    watchdog.Expect();
  }
  if (!more) call->TryCancel();
  const grpc::Status status = stream->Finish();
  if (!more) return absl::OkStatus();
  if (watchdog.fired()) return absl::DeadlineExceededError("the journal's stream stands still");
  return ToStatus(status);
}

ProveEntries ProveOver(const GatewayClient& client) {
  return [&client](const TreeHead& head, const std::vector<int64_t>& seqs) {
    return ProveInclusion(client, head, seqs);
  };
}

}  // namespace bangfu::cli
