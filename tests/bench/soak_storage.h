// Where the soak's services keep their records.
#ifndef BANGFU_TESTS_BENCH_SOAK_STORAGE_H_
#define BANGFU_TESTS_BENCH_SOAK_STORAGE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"

namespace bangfu::bench {

struct SoakStorage {
  std::string title;  // "SQLite", "PostgreSQL 15.9"
  // Of SuiteOptions; empty: SQLite.
  std::function<std::string(const std::string& service)> database;
};

// `database`: the URL of a database on whose server three others are made anew, bangfu_soak_*;
// "own": the same on a server that is started for it and ends with the storage; empty: SQLite.
// Errors: INVALID_ARGUMENT, UNAVAILABLE; UNIMPLEMENTED without libpq.
absl::StatusOr<SoakStorage> OpenSoakStorage(const std::string& database);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SOAK_STORAGE_H_
