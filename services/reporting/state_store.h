// What reporting writes besides facts, roll-ups and cases: followed logs, changes for other copies,
// programmes. Repository calls in domain terms; each belongs to the caller's transaction. Reading a
// county back is county_loader.h's.
#ifndef BANGFU_SERVICES_REPORTING_STATE_STORE_H_
#define BANGFU_SERVICES_REPORTING_STATE_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle_range.h"
#include "services/common/sql/connection.h"
#include "services/reporting/programme.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {

// How far the county's logs were applied, by journal: both of them, empty where nothing was. Locks
// them, so that until the transaction ends nobody else, in whatever process, applies entries of the
// county.
using CountyLogs = std::map<std::string, journal::CompactRange, std::less<>>;
absl::StatusOr<CountyLogs> LockLogs(sql::Connection& connection, std::string_view county);

// How far one of a county's logs was applied, as followed_log has it. DATA_LOSS when that is torn.
absl::StatusOr<journal::CompactRange> ParseApplied(std::string_view county, int64_t size,
                                                   std::string_view right_edge);
absl::Status WriteLog(sql::Connection& connection, std::string_view county,
                      std::string_view journal, const journal::CompactRange& range);

// Some entries that are applied together.
struct CountyCommit {
  int64_t county_size = 0;  // with them, of both journals
  std::string journal;      // theirs
  int64_t size_before = 0;  // of the journal
  int64_t size_after = 0;
};

// Keeps the commit and its deltas for the copies that have the county's roll-ups in memory, and
// forgets what lies more than kChangesKept entries back, some entries later than it might;
// `numbers` are those of the deltas' keys (NumberSeries), in order. Cost: one insert for each
// roll-up and day.
inline constexpr int64_t kChangesKept = 20'000;
absl::Status KeepChanges(sql::Connection& connection, std::string_view county,
                         const CountyCommit& commit, const SeriesDeltas& deltas,
                         std::span<const int64_t> numbers);

// A programme of that id that stands there already is replaced.
absl::Status SaveProgramme(sql::Connection& connection, const Programme& programme);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_STATE_STORE_H_
