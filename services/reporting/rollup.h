// What a batch of facts changes about the roll-ups of its county. Pure but for what it has to know
// of earlier facts, which it asks a SubjectHistory.
#ifndef BANGFU_SERVICES_REPORTING_ROLLUP_H_
#define BANGFU_SERVICES_REPORTING_ROLLUP_H_

#include <cstddef>
#include <cstdint>
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

// What is known of the facts of one county that were rolled up before.
class SubjectHistory {
 public:
  virtual ~SubjectHistory() = default;

  // A subject in a cell. Views: they point to what is rolled up.
  struct Place {
    std::string_view subject;
    const Cell* cell;
  };
  // What is known of each place, in order; nothing where there is no fact.
  virtual absl::StatusOr<std::vector<std::optional<Presence>>> Read(
      const std::vector<Place>& places) = 0;

  struct Known {
    const Cell* cell;  // lives as long as the history
    Presence presence;
  };
  // What is known of the subject in each cell of the place's programme and kind, whatever else the
  // cell says. One answer for each place, in order. Not asked of kinds of the register: they have
  // one cell.
  virtual absl::StatusOr<std::vector<std::vector<Known>>> ReadAll(
      const std::vector<Place>& places) = 0;

  struct Question {
    Place place;
    size_t count;
  };
  // The days of the subject's earliest facts in the cell, ascending: so many, or all that there
  // are. One answer for each question, in order. Cost: a walk over the cell's facts.
  virtual absl::StatusOr<std::vector<std::vector<int32_t>>> EarliestFacts(
      const std::vector<Question>& questions) = 0;
};

// What facts change.
struct RolledUp {
  SeriesDeltas deltas;
  struct Changed {
    SubjectHistory::Place place;
    Presence presence;
    bool is_new;  // the history knew nothing of the place
  };
  std::vector<Changed> presences;
};

// Rolls up `facts`, which are new to `history`. In whatever order and batches facts come, the
// deltas add up to the same. Cost: one Read() for all subjects of the batch; one EarliestFacts()
// for those that have something reversed a second time. A payment from the day on from which its
// subject counts changes no presence: most do not.
absl::StatusOr<RolledUp> RollUp(std::span<const Fact> facts, SubjectHistory& history);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_ROLLUP_H_
