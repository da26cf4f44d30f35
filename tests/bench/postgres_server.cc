#include "tests/bench/postgres_server.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"

#include "tests/bench/processes.h"

namespace bangfu::bench {
namespace {

// This program stands in build/<preset>/bin.
std::string Script() { return ProgramDirectory() + "/../../../tests/postgresql/server"; }

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};

}  // namespace

absl::StatusOr<PostgresConnection> ConnectPostgres(const std::string& url) {
  PostgresConnection connection(PQconnectdb(url.c_str()));
  if (PQstatus(connection.get()) == CONNECTION_OK) return connection;
  return absl::UnavailableError(PQerrorMessage(connection.get()));
}

absl::StatusOr<SqlRows> QuerySql(PGconn& connection, const std::string& sql) {
  const std::unique_ptr<PGresult, ClearResult> result(PQexec(&connection, sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    return absl::InternalError(PQerrorMessage(&connection));
  }
  SqlRows rows(PQntuples(result.get()));
  for (size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      rows[row].emplace_back(PQgetvalue(result.get(), static_cast<int>(row), column));
    }
  }
  return rows;
}

absl::StatusOr<std::string> RunSql(PGconn& connection, const std::string& sql) {
  const absl::StatusOr<SqlRows> rows = QuerySql(connection, sql);
  if (!rows.ok()) return rows.status();
  return rows->empty() ? std::string() : rows->front().front();
}

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start() {
  if (!std::filesystem::exists(Script())) {
    return absl::UnavailableError("there is no tests/postgresql/server in this tree");
  }
  // Not in TMPDIR: the path of a Unix socket has at most 107 bytes, and the server's own user must
  // be able to reach it.
  const std::string directory = absl::StrCat("/tmp/bangfu-bench-postgres-", getpid());
  const std::string log = absl::StrCat(directory, ".log");
  setenv("SYNC", "on", /*overwrite=*/1);
  // As its manual recommends for a machine of its own; what the tests have is made for a laptop.
  setenv("SETTINGS", "shared_buffers = 4GB\nrandom_page_cost = 1.1\n", /*overwrite=*/1);
  const absl::StatusOr<int> code = RunToEnd({Script(), "start", directory}, log);
  std::filesystem::remove(log);
  if (!code.ok()) return code.status();
  if (*code != 0) return absl::UnavailableError("no PostgreSQL server could be started");
  return std::unique_ptr<PostgresServer>(new PostgresServer(
      directory, "postgresql:///", "postgres", absl::StrCat("?host=", directory, "&user=bangfu")));
}

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::At(const std::string& url) {
  const size_t authority = url.find("://");
  const size_t slash = authority == std::string::npos ? authority : url.find('/', authority + 3);
  if (slash == std::string::npos) {
    return absl::InvalidArgumentError("not postgresql://host/database: " + url);
  }
  const size_t end = std::min(url.find('?', slash), url.size());
  std::unique_ptr<PostgresServer> server(new PostgresServer(
      "", url.substr(0, slash + 1), url.substr(slash + 1, end - slash - 1), url.substr(end)));
  const auto connection = ConnectPostgres(url);
  if (!connection.ok()) return connection.status();
  return server;
}

PostgresServer::~PostgresServer() {
  if (directory_.empty()) return;
  const auto stopped = RunToEnd({Script(), "stop", directory_}, "/dev/null");
  static_cast<void>(stopped);
}

std::string PostgresServer::UrlOf(std::string_view database) const {
  return absl::StrCat(before_, std::string(database), after_);
}

absl::StatusOr<std::string> PostgresServer::Database(const std::string& name) const {
  auto connection = ConnectPostgres(UrlOf(home_));
  if (!connection.ok()) return connection.status();
  const auto known =
      RunSql(**connection, absl::StrCat("SELECT 1 FROM pg_database WHERE datname='", name, "'"));
  if (!known.ok()) return known.status();
  if (known->empty()) {
    const auto made = RunSql(**connection, "CREATE DATABASE " + name);
    if (!made.ok()) return made.status();
  }
  return UrlOf(name);
}

absl::Status PostgresServer::Drop(const std::string& name) const {
  auto connection = ConnectPostgres(UrlOf(home_));
  if (!connection.ok()) return connection.status();
  return RunSql(**connection, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)").status();
}

}  // namespace bangfu::bench
