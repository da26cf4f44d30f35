// A PostgreSQL server for a measurement: on a Unix socket in a temporary directory, on no port, and
// waiting for the disk as in production. Started by tests/postgresql/server.
#ifndef BANGFU_TESTS_BENCH_POSTGRES_SERVER_H_
#define BANGFU_TESTS_BENCH_POSTGRES_SERVER_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include <libpq-fe.h>

namespace bangfu::bench {

struct ClosePostgres {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PostgresConnection = std::unique_ptr<PGconn, ClosePostgres>;

// UNAVAILABLE, with the server's words.
absl::StatusOr<PostgresConnection> ConnectPostgres(const std::string& url);

// Runs SQL without arguments; the first value of its result, empty where there is none.
absl::StatusOr<std::string> RunSql(PGconn& connection, const std::string& sql);

class PostgresServer {
 public:
  // UNAVAILABLE, saying why, where there is no server to start.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start();
  ~PostgresServer();  // stops it and removes its data
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The URL of a database of this name, lower-case letters only; made when absent.
  absl::StatusOr<std::string> Database(const std::string& name) const;

 private:
  explicit PostgresServer(std::string directory) : directory_(std::move(directory)) {}
  std::string UrlOf(std::string_view database) const;

  const std::string directory_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_POSTGRES_SERVER_H_
