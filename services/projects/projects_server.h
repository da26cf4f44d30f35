// The projects service put together: storage, the way to households, faces. main.cc and tests start
// it alike.
#ifndef BANGFU_SERVICES_PROJECTS_PROJECTS_SERVER_H_
#define BANGFU_SERVICES_PROJECTS_PROJECTS_SERVER_H_

#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"

#include "services/common/server/process.h"
#include "services/common/sql/migration.h"

namespace bangfu::projects {

// The schema's migrations, embedded at build time.
std::span<const sql::Migration> Migrations();

// Opens the data directory (projects.db) and builds the services. `households` is the address of
// the households service, on loopback; it need not be up. Errors are one line for the operator.
absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeProjectsServer(
    const server::ProcessOptions& options, const std::string& households,
    server::Admission& admission);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROJECTS_SERVER_H_
