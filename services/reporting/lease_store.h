// The leases of reporting's copies in their database. Each call belongs to the caller's
// transaction.
#ifndef BANGFU_SERVICES_REPORTING_LEASE_STORE_H_
#define BANGFU_SERVICES_REPORTING_LEASE_STORE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/reporting/copy_leases.h"

namespace bangfu::reporting {

// Counts up; begins with 1.
absl::Status RenewLease(sql::Connection& connection, std::string_view copy);
absl::Status EndLease(sql::Connection& connection, std::string_view copy);
// Somebody else's, unless it was renewed since.
absl::Status EndExpiredLease(sql::Connection& connection, const CopyLease& lease);

// By copy.
absl::StatusOr<std::vector<CopyLease>> ListLeases(sql::Connection& connection);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_LEASE_STORE_H_
