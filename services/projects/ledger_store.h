// Ledger entries in the database.
#ifndef BANGFU_SERVICES_PROJECTS_LEDGER_STORE_H_
#define BANGFU_SERVICES_PROJECTS_LEDGER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a ledger entry as the entry `seq`, or answers false when one of that name stands there. A
// second reversal of the same entry is an error: ask FindReversals before.
absl::StatusOr<bool> InsertLedgerEntry(sql::Connection& connection, const v1::LedgerEntry& entry,
                                       int64_t seq);
absl::StatusOr<std::optional<v1::LedgerEntry>> FindLedgerEntry(sql::Connection& connection,
                                                               const names::LedgerEntryName& name);
// Tells of those that are there, looked up in one go.
absl::Status FindLedgerEntries(
    sql::Connection& connection, const std::vector<names::LedgerEntryName>& names,
    absl::FunctionRef<void(const names::LedgerEntryName&, v1::LedgerEntry)> on_found);
absl::StatusOr<std::vector<v1::LedgerEntry>> ListLedgerEntries(sql::Connection& connection,
                                                               const names::CountyName& county,
                                                               const records::PageQuery& page);

// Tells of those of `reversed` that are reversed, and the name of the entry that does it.
absl::Status FindReversals(
    sql::Connection& connection, const std::vector<names::LedgerEntryName>& reversed,
    absl::FunctionRef<void(const names::LedgerEntryName&, std::string reversal)> on_found);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_LEDGER_STORE_H_
