// Explains what on a sheet is no formula: an attestation, and the debt of a published case. Each
// rests on one entry.
#ifndef BANGFU_GATEWAY_CLI_EXPLAIN_RECORD_H_
#define BANGFU_GATEWAY_CLI_EXPLAIN_RECORD_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/gateway/v1/achievement_sheet.pb.h"
#include "gateway/cli/entry_proofs.h"
#include "gateway/cli/text_table.h"
#include "gateway/cli/verdict.h"

namespace bangfu::cli {

// Those of the sheet with this id; nullptr when there is none.
const gateway::v1::SheetAttestation* FindAttestation(const gateway::v1::AchievementSheet& sheet,
                                                     std::string_view id);
// That of this key ("510524.cattle-family").
const gateway::v1::SheetCase* FindCase(const gateway::v1::AchievementSheet& sheet,
                                       std::string_view key);

// What the sheet tells of it, and its entry.
std::string RenderAttestation(const gateway::v1::SheetAttestation& attestation,
                              std::string_view language, Output output,
                              const std::vector<Verdict>& verdicts);
std::string RenderDebt(const gateway::v1::SheetCase& one, std::string_view language, Output output,
                       const std::vector<Verdict>& verdicts);

// Proves the entries against the heads on the sheet, and holds what they state against it, except a
// debt's amount, which is sealed. The Status is of the connection.
absl::StatusOr<std::vector<Verdict>> VerifyAttestation(
    const gateway::v1::AchievementSheet& sheet, const gateway::v1::SheetAttestation& attestation,
    ProveEntries prove);
absl::StatusOr<std::vector<Verdict>> VerifyDebt(const gateway::v1::AchievementSheet& sheet,
                                                const gateway::v1::SheetCase& one,
                                                ProveEntries prove);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_EXPLAIN_RECORD_H_
