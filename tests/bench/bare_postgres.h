// The baseline of imports on PostgreSQL: ledger entries by an upsert of unnested arrays, 500 rows a
// transaction, on one connection. No check, no journal, no network but the Unix socket.
#ifndef BANGFU_TESTS_BENCH_BARE_POSTGRES_H_
#define BANGFU_TESTS_BENCH_BARE_POSTGRES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

// Rows a second. `url` is of a database of its own; arrays are made as the time runs.
absl::StatusOr<double> MeasureBarePostgres(
    const std::string& url, const std::vector<projects::v1::ImportRecordsRequest>& batches);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_BARE_POSTGRES_H_
