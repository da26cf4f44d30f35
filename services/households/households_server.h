// The households service put together: storage, keys, faces. main.cc and tests start it alike.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLDS_SERVER_H_
#define BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLDS_SERVER_H_

#include <memory>
#include <span>

#include "absl/status/statusor.h"

#include "services/common/server/process.h"
#include "services/common/sql/migration.h"

namespace bangfu::households {

// The schema's migrations, embedded at build time.
std::span<const sql::Migration> Migrations();

// Opens the data directory (households.db, and master.key, made when the database has had none yet)
// and builds the services. Errors are one line for the operator.
absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeHouseholdsServer(
    const server::ProcessOptions& options, server::Admission& admission);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_HOUSEHOLDS_SERVER_H_
