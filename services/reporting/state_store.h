// All that reporting keeps besides facts: roll-ups, followed logs, programmes, cases. Repository
// calls in domain terms; each belongs to the caller's transaction.
#ifndef BANGFU_SERVICES_REPORTING_STATE_STORE_H_
#define BANGFU_SERVICES_REPORTING_STATE_STORE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle_range.h"
#include "services/common/sql/connection.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/programme.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {

// How far the county's log was applied; the empty range for one that never was.
absl::StatusOr<journal::CompactRange> ReadLog(sql::Connection& connection, std::string_view county,
                                              std::string_view journal);
absl::Status WriteLog(sql::Connection& connection, std::string_view county,
                      std::string_view journal, const journal::CompactRange& range);

// Adds the deltas to the roll-ups. Cost: one upsert for each roll-up and day.
absl::Status AddRollups(sql::Connection& connection, std::string_view county,
                        const SeriesDeltas& deltas);

// A programme or case of that name that stands there already is replaced.
absl::Status SaveProgramme(sql::Connection& connection, const Programme& programme);
absl::Status SaveCase(sql::Connection& connection, std::string_view county, const Case& saved);

// By name.
absl::StatusOr<std::vector<Case>> ListCases(sql::Connection& connection, std::string_view county);

// All counties that have followed logs, for the start. Cost: one pass over roll-ups and cases.
absl::StatusOr<std::vector<CountySnapshotPtr>> LoadCounties(sql::Connection& connection);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_STATE_STORE_H_
