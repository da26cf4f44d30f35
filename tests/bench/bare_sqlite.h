// The baselines of import: loops that write the same rows, bare. One connection, prepared
// statements, a transaction of 500 records, synchronous=FULL: the record's row, a journal row with
// the entry's bytes, SHA-256 of them. No check, no Merkle tree, no network.
#ifndef BANGFU_TESTS_BENCH_BARE_SQLITE_H_
#define BANGFU_TESTS_BENCH_BARE_SQLITE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

// Ledger entries: records a second.
absl::StatusOr<double> MeasureBareSqlite(
    const std::string& directory, const std::vector<projects::v1::ImportRecordsRequest>& batches);

// Households, with a row for the key of each, and persons: records a second. They are sealed before
// the time begins.
absl::StatusOr<double> MeasureBareSqlite(
    const std::string& directory, const std::vector<households::v1::ImportRecordsRequest>& batches);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_BARE_SQLITE_H_
