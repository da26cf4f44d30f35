// The master key of a database: found or made, and proven to be the one that its records hang on.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_OPEN_MASTER_KEY_H_
#define BANGFU_SERVICES_HOUSEHOLDS_OPEN_MASTER_KEY_H_

#include <string>

#include "absl/status/statusor.h"

#include "services/common/seal/entropy.h"
#include "services/common/seal/master_key.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

// Opens `directory`/master.key, and makes it for a database that has had no master key. The
// database keeps the key's check value from then on. For one process at a time:
// StorageOptions::inspect.
//
// INVALID_ARGUMENT without a directory; NOT_FOUND when the database has a master key, but the
// directory none; FAILED_PRECONDITION, reason MASTER_KEY_MISMATCH, when it is another one; else as
// MasterKey::Load. Each is one line for the operator.
absl::StatusOr<seal::MasterKey> OpenMasterKey(sql::Connection& connection,
                                              const std::string& directory, seal::Entropy& entropy);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_OPEN_MASTER_KEY_H_
