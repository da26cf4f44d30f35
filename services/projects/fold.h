// The records of programmes as a fold over their journal: what an event makes of the tables, and
// what the tables hold of it. The same function enters a new record and replays an old entry.
#ifndef BANGFU_SERVICES_PROJECTS_FOLD_H_
#define BANGFU_SERVICES_PROJECTS_FOLD_H_

#include <cstdint>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/events.pb.h"
#include "services/common/records/fields.h"
#include "services/common/records/write_batch.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Folds the event of entry `seq` into the tables: kRecorded, or when a record of that name stands
// there, kUnchanged or kRefused with a violation in `check`. INTERNAL for an event without a
// record.
absl::StatusOr<records::Outcome> Fold(sql::Connection& connection, const v1::Event& event,
                                      int64_t seq, records::FieldChecker& check);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_FOLD_H_
