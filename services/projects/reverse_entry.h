// Reverses an entry of the ledger: makes the mirror of what is stored, and enters it as any other
// record is entered.
#ifndef BANGFU_SERVICES_PROJECTS_REVERSE_ENTRY_H_
#define BANGFU_SERVICES_PROJECTS_REVERSE_ENTRY_H_

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/sql/connection.h"
#include "services/projects/projects_batches.h"

namespace bangfu::projects {

// As ProjectsService.ReverseLedgerEntry says; on the executor's writer. Nobody is asked whether the
// counterparty exists: it did when the entry was written, and nothing is deleted.
absl::StatusOr<journal::v1::BatchResult> ReverseLedgerEntry(
    sql::Connection& connection, ProjectsBatches& batches,
    const v1::ReverseLedgerEntryRequest& request, v1::LedgerEntry& reversal);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_REVERSE_ENTRY_H_
