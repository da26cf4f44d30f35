#include "tests/bench/soak_storage.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "tests/bench/postgres_server.h"

namespace bangfu::bench {
namespace {

constexpr const char* kPrefix = "bangfu_soak_";

}  // namespace

absl::StatusOr<SoakStorage> OpenSoakStorage(const std::string& database) {
  if (database.empty()) return SoakStorage{.title = "SQLite", .database = {}};
  auto opened = database == "own" ? PostgresServer::Start() : PostgresServer::At(database);
  if (!opened.ok()) return opened.status();
  const std::shared_ptr<PostgresServer> server = *std::move(opened);
  std::string home;
  for (const char* service : {"households", "projects", "reporting"}) {
    const std::string name = absl::StrCat(kPrefix, service);
    if (absl::Status dropped = server->Drop(name); !dropped.ok()) return dropped;
    auto url = server->Database(name);
    if (!url.ok()) return url.status();
    home = *std::move(url);
  }
  auto connection = ConnectPostgres(home);
  if (!connection.ok()) return connection.status();
  const auto version = RunSql(**connection, "SELECT split_part(version(), ' ', 2)");
  if (!version.ok()) return version.status();
  return SoakStorage{"PostgreSQL " + *version, [server](const std::string& service) {
                       const auto url = server->Database(kPrefix + service);
                       return url.ok() ? *url : std::string("postgresql:///none");
                     }};
}

}  // namespace bangfu::bench
