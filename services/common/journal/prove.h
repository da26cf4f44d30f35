// Answers requests for proofs out of a stored log. The mathematics is merkle_proof.h's.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_PROVE_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_PROVE_H_

#include "absl/status/status.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/sql/connection.h"

namespace bangfu::journal {

inline constexpr int kProvenEntriesMax = 1000;

// As JournalService.ProveInclusion says.
absl::Status ProveInclusion(sql::Connection& connection, const v1::ProveInclusionRequest& request,
                            v1::ProveInclusionResponse& response);

// As JournalService.ProveConsistency says.
absl::Status ProveConsistency(sql::Connection& connection,
                              const v1::ProveConsistencyRequest& request,
                              v1::ProveConsistencyResponse& response);

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_PROVE_H_
