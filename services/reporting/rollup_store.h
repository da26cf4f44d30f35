// Roll-ups in the database: a row for each block of days. Repository calls in domain terms; each
// belongs to the caller's transaction.
#ifndef BANGFU_SERVICES_REPORTING_ROLLUP_STORE_H_
#define BANGFU_SERVICES_REPORTING_ROLLUP_STORE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {

// A block as it is to stand in the database.
struct ChangedBlock {
  int64_t series;    // its number
  int32_t block;     // the same
  std::string days;  // packed_days.h
  bool is_new;       // no row stands there
};

// What the deltas make of the blocks that stand there. `numbers` are those of the deltas' keys
// (NumberSeries), in order. Whoever calls has locked the county's logs, so that nobody else changes
// the blocks. Cost: one lookup for each block with deltas, in one go.
absl::StatusOr<std::vector<ChangedBlock>> AddToBlocks(sql::Connection& connection,
                                                      std::string_view county,
                                                      const SeriesDeltas& deltas,
                                                      std::span<const int64_t> numbers);

// Cost: one row for each block.
absl::Status SaveBlocks(sql::Connection& connection, std::string_view county,
                        std::span<const ChangedBlock> blocks);

// All roll-ups of the county, by key. DATA_LOSS when a block is not readable. Cost: one pass.
absl::StatusOr<std::vector<SeriesPtr>> LoadSeries(sql::Connection& connection,
                                                  std::string_view county);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_ROLLUP_STORE_H_
