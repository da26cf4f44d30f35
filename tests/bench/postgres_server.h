// A PostgreSQL server for a measurement: one of its own, on a Unix socket in a temporary directory,
// on no port, and waiting for the disk as in production (started by tests/postgresql/server); or
// one that is there.
#ifndef BANGFU_TESTS_BENCH_POSTGRES_SERVER_H_
#define BANGFU_TESTS_BENCH_POSTGRES_SERVER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

using SqlRows = std::vector<std::vector<std::string>>;

// Runs SQL without arguments; all rows of its result, NULL as an empty text.
absl::StatusOr<SqlRows> QuerySql(PGconn& connection, const std::string& sql);

class PostgresServer {
 public:
  // UNAVAILABLE, saying why, where there is no server to start.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start();
  // The server of a database that may make others: postgresql://host/name?more.
  // INVALID_ARGUMENT, UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> At(const std::string& url);
  ~PostgresServer();  // stops it and removes its data, if it was started
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The URL of a database of this name, lower-case letters and _; made when absent.
  absl::StatusOr<std::string> Database(const std::string& name) const;
  // Removes it, so that its disk is free for the next; who is still connected loses it.
  absl::Status Drop(const std::string& name) const;

 private:
  PostgresServer(std::string directory, std::string before, std::string home, std::string after)
      : directory_(std::move(directory)),
        before_(std::move(before)),
        home_(std::move(home)),
        after_(std::move(after)) {}
  std::string UrlOf(std::string_view database) const;

  const std::string directory_;  // of one that was started; else empty
  // Of its databases' URLs: what stands before the name, the name of one that is there, the rest.
  const std::string before_, home_, after_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_POSTGRES_SERVER_H_
