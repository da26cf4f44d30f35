// Calls of JournalService through the gateway, for the journals of households and of projects.
#ifndef BANGFU_GATEWAY_CLI_JOURNAL_CLIENT_H_
#define BANGFU_GATEWAY_CLI_JOURNAL_CLIENT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "gateway/cli/entry_proofs.h"
#include "gateway/cli/gateway_client.h"

namespace bangfu::cli {

// `journal` is "households" or "projects".
absl::StatusOr<std::vector<journal::v1::TreeHead>> ListHeads(const GatewayClient& client,
                                                             const std::string& journal);

absl::StatusOr<journal::v1::ProveInclusionResponse> ProveInclusion(
    const GatewayClient& client, const journal::v1::TreeHead& head,
    const std::vector<int64_t>& seqs);

absl::StatusOr<journal::v1::ProveConsistencyResponse> ProveConsistency(
    const GatewayClient& client, const journal::v1::TreeHead& head, int64_t old_size);

// Hands over the entries of a county's log as they stand now, from seq 0 on, until all are there or
// `take` answers false.
absl::Status StreamEntries(const GatewayClient& client, const journal::v1::TreeHead& head,
                           const std::function<bool(int64_t seq, std::string_view bytes)>& take);

// ProveInclusion over the client, which must outlive it.
ProveEntries ProveOver(const GatewayClient& client);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_JOURNAL_CLIENT_H_
