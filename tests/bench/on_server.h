// Suites whose services keep their records on a measurement's PostgreSQL server.
#ifndef BANGFU_TESTS_BENCH_ON_SERVER_H_
#define BANGFU_TESTS_BENCH_ON_SERVER_H_

#include <string>

#include "tests/bench/measure.h"
#include "tests/bench/postgres_server.h"
#include "tests/bench/processes.h"

namespace bangfu::bench {

inline constexpr const char* kServerMethod =
    "a server of its own on a Unix socket of this machine, fsync and full_page_writes on";

// Databases are called by the prefix and the service.
inline SuiteOptions OnServer(const PostgresServer& server, const std::string& prefix,
                             const std::string& definitions = {}) {
  return {.definitions = definitions, .database = [&server, prefix](const std::string& service) {
            const auto url = server.Database(prefix + service);
            return url.ok() ? *url : std::string("postgresql:///none");
          }};
}

// Removes such a suite's databases; its processes have ended.
inline absl::Status DropDatabases(const PostgresServer& server, const std::string& prefix) {
  absl::Status status;
  for (const char* service : {"households", "projects", "reporting"}) {
    status.Update(server.Drop(prefix + service));
  }
  return status;
}

// sheet_vs_sql and what belongs to it, at each size of the plan; sheet_national.
absl::StatusOr<Results> MeasureServerSheets(const Plan& plan, const PostgresServer& server);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_ON_SERVER_H_
