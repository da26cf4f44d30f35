// What a batch of facts changes about the roll-ups of its county. Pure but for what it has to know
// of earlier facts, which it asks a SubjectHistory.
#ifndef BANGFU_SERVICES_REPORTING_ROLLUP_H_
#define BANGFU_SERVICES_REPORTING_ROLLUP_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "services/reporting/facts.h"
#include "services/reporting/presence.h"
#include "services/reporting/series.h"

namespace bangfu::reporting {

// The facts of one county that were rolled up before.
class SubjectHistory {
 public:
  virtual ~SubjectHistory() = default;

  // Of the subject's facts in the cell: a reversal if there is any, else the earliest fact; nothing
  // when there are none.
  virtual absl::StatusOr<std::optional<Change>> First(std::string_view subject,
                                                      const Cell& cell) = 0;

  struct Item {
    Cell cell;
    Change change;
  };
  // All of the subject's facts of the kind in the programme.
  virtual absl::StatusOr<std::vector<Item>> All(std::string_view subject,
                                                std::string_view programme, v1::FactKind kind) = 0;
};

// The deltas of `facts`, which are new to `history`. In whatever order and batches facts come, the
// deltas add up to the same. Cost: one First() for each subject and cell of the batch; All() only
// where a subject is new to a cell, counts from an earlier day on, or has reversals.
absl::StatusOr<SeriesDeltas> RollUp(std::span<const Fact> facts, SubjectHistory& history);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_ROLLUP_H_
