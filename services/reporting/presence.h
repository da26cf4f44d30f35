// Different subjects as of any day: a subject counts on a day when it has more facts than reversals
// up to and including it. Pure: a function of the subject's changes, in whatever order they came.
#ifndef BANGFU_SERVICES_REPORTING_PRESENCE_H_
#define BANGFU_SERVICES_REPORTING_PRESENCE_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bangfu::reporting {

// Of a subject: +1 for a fact, -1 for a reversal. Of a number of subjects: by how much it changes.
struct Change {
  int32_t day;  // from 1970-01-01 = 0
  int32_t delta;

  friend bool operator==(const Change&, const Change&) = default;
};

// The days, ascending, on which the subject begins (+1) and ceases (-1) to count.
std::vector<Change> Transitions(std::vector<Change> changes);

// What has to be added to `before` to get `after`: days ascending, none 0.
std::vector<Change> Difference(const std::vector<Change>& before, const std::vector<Change>& after);

// All that has to be known of a subject in a cell, however often it is paid there. With r
// reversals, in whatever days they are, the subject counts from its fact number r + 1 on: then
// there are more facts than reversals. So all reversals are kept, and of the facts the r + 2
// earliest; any other changes nothing. The one more than it takes is there for the next reversal.
class Presence {
 public:
  Presence() = default;
  Presence(std::vector<int32_t> fact_days, std::vector<int32_t> reversal_days, bool is_complete)
      : fact_days_(std::move(fact_days)),
        reversal_days_(std::move(reversal_days)),
        is_complete_(is_complete) {}

  // Whether adding it makes a difference. A payment behind those that are kept makes none.
  bool IsChangedBy(const Change& change) const;

  // How many of the cell's earliest facts of the subject must be told (SetFacts) before that many
  // reversals are added; 0: none.
  size_t FactsNeeded(size_t new_reversals) const;
  // The earliest facts' days, as many as were asked for or as there are.
  void SetFacts(std::vector<int32_t> earliest, size_t asked);

  void Add(const std::vector<Change>& changes);

  // What Transitions() takes: it comes to the same as all of the subject's changes.
  std::vector<Change> Changes() const;

  const std::vector<int32_t>& fact_days() const { return fact_days_; }          // ascending
  const std::vector<int32_t>& reversal_days() const { return reversal_days_; }  // ascending
  // There are no facts but those of fact_days().
  bool is_complete() const { return is_complete_; }

  friend bool operator==(const Presence&, const Presence&) = default;

 private:
  std::vector<int32_t> fact_days_;
  std::vector<int32_t> reversal_days_;
  bool is_complete_ = true;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PRESENCE_H_
