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

  // A subject in a cell. Views: they point to what is rolled up.
  struct Place {
    std::string_view subject;
    const Cell* cell;
  };
  // The day from which on the subject counts in the cell whatever was reversed: that of the first
  // fact with as many before it as the cell has reversals of the subject. Nothing when there is no
  // such fact. One answer for each place, in order.
  virtual absl::StatusOr<std::vector<std::optional<int32_t>>> CountsSince(
      const std::vector<Place>& places) = 0;

  struct Item {
    Cell cell;
    Change change;
  };
  // All of the subject's facts of the cell's kind in its programme, whatever else the cell says.
  // One answer for each place, in order.
  virtual absl::StatusOr<std::vector<std::vector<Item>>> All(const std::vector<Place>& places) = 0;
};

// The deltas of `facts`, which are new to `history`. In whatever order and batches facts come, the
// deltas add up to the same. Cost: one CountsSince() and one All(); of each subject and cell of the
// batch, but All() only of subjects that are new to a cell, are paid before the day from which on
// they count, or have something reversed.
absl::StatusOr<SeriesDeltas> RollUp(std::span<const Fact> facts, SubjectHistory& history);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_ROLLUP_H_
