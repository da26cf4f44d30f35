// The reporting service put together: storage, snapshots, followers, face. main.cc and tests start
// it alike.
#ifndef BANGFU_SERVICES_REPORTING_REPORTING_SERVER_H_
#define BANGFU_SERVICES_REPORTING_REPORTING_SERVER_H_

#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"

#include "services/common/server/process.h"
#include "services/common/sql/migration.h"
#include "services/reporting/follower.h"

namespace bangfu::reporting {

// The schema's migrations, embedded at build time.
std::span<const sql::Migration> Migrations();

struct ReportingOptions {
  std::string households = "127.0.0.1:50051";  // host:port of the services that it follows
  std::string projects = "127.0.0.1:50052";
  std::string definitions;  // directory; empty: `definitions` beside the executable
  FollowOptions follow;
};

// Loads the definitions, opens the data directory (reporting.db) and builds the service. Errors are
// one line for the operator; INVALID_ARGUMENT for an address that is not loopback.
absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeReportingServer(
    const server::ProcessOptions& process, const ReportingOptions& options,
    server::Admission& admission);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_REPORTING_SERVER_H_
