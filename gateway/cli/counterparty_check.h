// Whether the counterparty of a ledger entry is of the sort that its kind has. A service would ask
// for a name; a file holds ids and village codes, and this speaks of those.
#ifndef BANGFU_GATEWAY_CLI_COUNTERPARTY_CHECK_H_
#define BANGFU_GATEWAY_CLI_COUNTERPARTY_CHECK_H_

#include <vector>

#include "bangfu/projects/v1/projects.pb.h"
#include "gateway/cli/record_mapper.h"

namespace bangfu::cli {

void CheckCounterparty(const projects::v1::LedgerEntry& entry, const FileSpec& spec,
                       std::vector<CellProblem>& problems);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_COUNTERPARTY_CHECK_H_
