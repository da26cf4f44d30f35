// One process's database: its data directory locked, its schema brought up to date, its executor
// running. Which migrations, is the service's affair.
#ifndef SERVICES_COMMON_SQL_STORAGE_H_
#define SERVICES_COMMON_SQL_STORAGE_H_

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"

#include "services/common/sql/data_directory.h"
#include "services/common/sql/executor.h"
#include "services/common/sql/migration.h"

namespace bangfu::sql {

struct Storage {
  DataDirectory directory;
  std::unique_ptr<Executor> executor;  // ends before the directory is unlocked
};

// Opens `directory`/`file`, and lets `inspect` (if any) look at it before anything else runs.
// Errors are one line for the operator: FAILED_PRECONDITION for a directory that cannot be used or
// a schema newer than the program, DATA_LOSS for a file that is no database.
absl::StatusOr<Storage> OpenStorage(std::string_view directory, std::string_view file,
                                    std::span<const Migration> migrations, ExecutorOptions options,
                                    const std::function<absl::Status(Connection&)>& inspect = {});

}  // namespace bangfu::sql

#endif  // SERVICES_COMMON_SQL_STORAGE_H_
