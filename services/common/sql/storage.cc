#include "services/common/sql/storage.h"

#include <utility>

#include "services/common/sql/sqlite_connection.h"

namespace bangfu::sql {

absl::StatusOr<Storage> OpenStorage(std::string_view directory, std::string_view file,
                                    std::span<const Migration> migrations, ExecutorOptions options,
                                    const std::function<absl::Status(Connection&)>& inspect) {
  absl::StatusOr<DataDirectory> opened = DataDirectory::Open(directory);
  if (!opened.ok()) return opened.status();
  const ConnectionFactory open = SqliteFile(opened->File(file));
  {
    absl::StatusOr<std::unique_ptr<Connection>> connection = open(Access::kReadWrite);
    if (!connection.ok()) return connection.status();
    if (absl::Status status = Migrate(**connection, migrations); !status.ok()) return status;
    if (absl::Status status = inspect ? inspect(**connection) : absl::OkStatus(); !status.ok()) {
      return status;
    }
  }
  absl::StatusOr<std::unique_ptr<Executor>> executor = Executor::Start(open, std::move(options));
  if (!executor.ok()) return executor.status();
  return Storage{*std::move(opened), *std::move(executor)};
}

}  // namespace bangfu::sql
