// Different subjects as of any day: a subject counts on a day when it has more facts than reversals
// up to and including it. Pure: a function of the subject's changes, in whatever order they came.
#ifndef BANGFU_SERVICES_REPORTING_PRESENCE_H_
#define BANGFU_SERVICES_REPORTING_PRESENCE_H_

#include <cstdint>
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

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_PRESENCE_H_
