// The baseline of imports on PostgreSQL: ledger entries by upserts of unnested arrays, 500 rows
// each, on one connection. No check, no journal, no network but the Unix socket.
#ifndef BANGFU_TESTS_BENCH_BARE_POSTGRES_H_
#define BANGFU_TESTS_BENCH_BARE_POSTGRES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

// Rows a second, `batches_each` upserts in a transaction. `url` is of a database of its own; arrays
// are made before the time begins.
absl::StatusOr<double> MeasureBarePostgres(
    const std::string& url, const std::vector<projects::v1::ImportRecordsRequest>& batches,
    size_t batches_each);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_BARE_POSTGRES_H_
