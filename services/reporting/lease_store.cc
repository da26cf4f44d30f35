#include "services/reporting/lease_store.h"

#include <string>

#include "services/common/names/names.h"
#include "services/common/sql/query.h"

namespace bangfu::reporting {

absl::Status RenewLease(sql::Connection& connection, std::string_view copy) {
  return sql::RunOnce(connection,
                      "INSERT INTO copy_lease (county, copy, renewal_count) VALUES (?1, ?2, 1) "
                      "ON CONFLICT (county, copy) DO UPDATE SET "
                      "renewal_count = copy_lease.renewal_count + 1",
                      names::kGlobalPartition, copy);
}

absl::Status EndLease(sql::Connection& connection, std::string_view copy) {
  return sql::RunOnce(connection, "DELETE FROM copy_lease WHERE county = ?1 AND copy = ?2",
                      names::kGlobalPartition, copy);
}

absl::Status EndExpiredLease(sql::Connection& connection, const CopyLease& lease) {
  return sql::RunOnce(
      connection, "DELETE FROM copy_lease WHERE county = ?1 AND copy = ?2 AND renewal_count = ?3",
      names::kGlobalPartition, lease.copy, lease.renewal_count);
}

absl::StatusOr<std::vector<CopyLease>> ListLeases(sql::Connection& connection) {
  std::vector<CopyLease> leases;
  absl::Status read = sql::QueryOnce(
      connection, "SELECT copy, renewal_count FROM copy_lease WHERE county = ?1 ORDER BY copy",
      [&](sql::Statement& row) {
        leases.push_back({std::string(row.Text(0)), row.Int64(1)});
      },
      names::kGlobalPartition);
  if (!read.ok()) return read;
  return leases;
}

}  // namespace bangfu::reporting
