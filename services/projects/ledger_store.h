// Ledger entries in the database.
#ifndef BANGFU_SERVICES_PROJECTS_LEDGER_STORE_H_
#define BANGFU_SERVICES_PROJECTS_LEDGER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a ledger entry as the entry `seq`, or answers false when one of that name stands there. A
// second reversal of the same entry is an error: ask FindReversal before.
absl::StatusOr<bool> InsertLedgerEntry(sql::Connection& connection, const v1::LedgerEntry& entry,
                                       int64_t seq);
absl::StatusOr<std::optional<v1::LedgerEntry>> FindLedgerEntry(sql::Connection& connection,
                                                               const names::LedgerEntryName& name);
absl::StatusOr<std::vector<v1::LedgerEntry>> ListLedgerEntries(sql::Connection& connection,
                                                               const names::CountyName& county,
                                                               const records::PageQuery& page);

// The name of the entry that reverses `reversed`; nothing when none does.
absl::StatusOr<std::optional<std::string>> FindReversal(sql::Connection& connection,
                                                        const names::LedgerEntryName& reversed);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_LEDGER_STORE_H_
