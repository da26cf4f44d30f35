#include "services/common/sql/storage.h"

#include <utility>

#include "services/common/sql/claim_schema.h"
#include "services/common/sql/postgres_connection.h"
#include "services/common/sql/sqlite_connection.h"

namespace bangfu::sql {
namespace {

// Writers beside each other: as many counties can be written at once.
constexpr size_t kPostgresWriters = 4;
constexpr size_t kPostgresReaders = 8;

// Of processes that start at once on a shared database, one after the other, however long the first
// one's migrations take.
constexpr const char* kLockSchema =
    "SET lock_timeout = 0; SELECT pg_advisory_lock(hashtext('bangfu schema')); "
    "SET lock_timeout = '30s'";

absl::Status BringUpToDate(Connection& connection, const StorageOptions& options) {
  absl::Status ready = ClaimSchema(connection, options.service, options.migrations);
  if (ready.ok()) ready = Migrate(connection, options.migrations);
  return ready.ok() && options.inspect ? options.inspect(connection) : ready;
}

// A file's connection is never had anew, so that it is told once.
ConnectionFactory WithoutWaitingForTheDisk(ConnectionFactory open) {
  return [open = std::move(open)](Access access) -> absl::StatusOr<std::unique_ptr<Connection>> {
    absl::StatusOr<std::unique_ptr<Connection>> connection = open(access);
    if (!connection.ok()) return connection;
    absl::Status set = (*connection)->Execute("PRAGMA synchronous=NORMAL");
    if (!set.ok()) return set;
    return connection;
  };
}

absl::StatusOr<Storage> OpenInDirectory(const std::string& path, StorageOptions options) {
  absl::StatusOr<DataDirectory> directory = DataDirectory::Open(path);
  if (!directory.ok()) return directory.status();
  ConnectionFactory open = SqliteFile(directory->File(options.file), options.sqlite);
  if (options.rebuildable) open = WithoutWaitingForTheDisk(std::move(open));
  {
    absl::StatusOr<std::unique_ptr<Connection>> connection = open(Access::kReadWrite);
    if (!connection.ok()) return connection.status();
    absl::Status ready = BringUpToDate(**connection, options);
    if (!ready.ok()) return ready;
  }
  absl::StatusOr<std::unique_ptr<Executor>> executor =
      Executor::Start(open, {.on_commit = std::move(options.on_commit)});
  if (!executor.ok()) return executor.status();
  return Storage{.directory = *std::move(directory),
                 .executor = *std::move(executor),
                 .open = std::move(open)};
}

absl::StatusOr<Storage> OpenOnServer(const StoragePlace& place, StorageOptions options) {
  Storage storage{.open = PostgresServer(
                      place.database, options.rebuildable ? "SET synchronous_commit = off" : "")};
  {
    absl::StatusOr<std::unique_ptr<Connection>> connection = storage.open(Access::kReadWrite);
    if (!connection.ok()) return connection.status();
    absl::Status ready = (*connection)->Execute(kLockSchema);
    if (ready.ok() && !place.directory.empty()) {
      absl::StatusOr<DataDirectory> directory = DataDirectory::OpenShared(place.directory);
      if (!directory.ok()) return directory.status();
      storage.directory.emplace(*std::move(directory));
    }
    if (ready.ok()) ready = BringUpToDate(**connection, options);
    if (!ready.ok()) return ready;
  }
  const auto nobody = [] {};
  const std::function<void()> on_commit = options.on_commit ? options.on_commit : nobody;
  absl::StatusOr<std::unique_ptr<PostgresBell>> bell = PostgresBell::Hang(
      place.database, [on_commit, on_others_commit = std::move(options.on_others_commit)] {
        on_commit();
        if (on_others_commit) on_others_commit();
      });
  if (!bell.ok()) return bell.status();
  storage.bell = *std::move(bell);
  absl::StatusOr<std::unique_ptr<Executor>> executor =
      Executor::Start(storage.open, {.readers = kPostgresReaders,
                                     .writers = kPostgresWriters,
                                     .on_commit = [on_commit, raw = storage.bell.get()] {
                                       on_commit();
                                       raw->Ring();
                                     }});
  if (!executor.ok()) return executor.status();
  storage.executor = *std::move(executor);
  return storage;
}

}  // namespace

absl::StatusOr<Storage> OpenStorage(const StoragePlace& place, StorageOptions options) {
  if (!place.database.empty()) return OpenOnServer(place, std::move(options));
  if (!place.directory.empty()) return OpenInDirectory(place.directory, std::move(options));
  return absl::InvalidArgumentError("neither --data nor --database is given");
}

}  // namespace bangfu::sql
