// A county as the database has it, in memory: whole for the start, and what others changed since.
// Each call belongs to the caller's transaction, which must see one state throughout.
#ifndef BANGFU_SERVICES_REPORTING_COUNTY_LOADER_H_
#define BANGFU_SERVICES_REPORTING_COUNTY_LOADER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/sql/connection.h"
#include "services/reporting/county_snapshot.h"

namespace bangfu::reporting {

// All counties that have followed logs, by code. Cost: one pass over roll-ups and cases.
absl::StatusOr<std::vector<CountySnapshotPtr>> LoadCounties(sql::Connection& connection);

// The county whole. Cost: one pass over its roll-ups.
absl::StatusOr<CountySnapshotPtr> LoadCounty(sql::Connection& connection, std::string county);

// The county of the snapshot as it is now, made of the kept changes (state_store.h, KeepChanges).
// Cost: a row for each roll-up and day that changed since, and the county's cases, or all
// programmes; LoadCounty()'s where the kept commits do not lead from the snapshot to what stands
// there: too many came since, or the server lost some when it fell, which it had not written yet.
absl::StatusOr<CountySnapshotPtr> CatchUp(sql::Connection& connection,
                                          const CountySnapshotPtr& before);

// How far each county's logs were applied, by county. Cost: one row for each county and journal.
absl::StatusOr<std::vector<journal::v1::JournalPosition>> ListApplied(sql::Connection& connection);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_COUNTY_LOADER_H_
