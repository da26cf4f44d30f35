// The baseline of import: a loop that writes the same rows, bare. One connection, prepared
// statements, a transaction of 500 records, synchronous=FULL: ledger row, journal row with the
// entry's bytes, SHA-256 of them. No check, no Merkle tree, no network.
#ifndef BANGFU_TESTS_BENCH_BARE_SQLITE_H_
#define BANGFU_TESTS_BENCH_BARE_SQLITE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

// Records a second.
absl::StatusOr<double> MeasureBareSqlite(
    const std::string& directory, const std::vector<projects::v1::ImportRecordsRequest>& batches);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_BARE_SQLITE_H_
