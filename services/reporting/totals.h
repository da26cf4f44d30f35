// What facts come to: a count, a sum and how many subjects, and by how much days change them. Pure.
#ifndef BANGFU_SERVICES_REPORTING_TOTALS_H_
#define BANGFU_SERVICES_REPORTING_TOTALS_H_

#include <cstdint>
#include <map>

namespace bangfu::reporting {

// a + b, kept within +-INT64_MAX. One amount is at most 10^14 fen, so that a total gets there only
// by 92,000 of the largest.
int64_t AddClamped(int64_t a, int64_t b);

struct Totals {
  int64_t count = 0;     // facts less reversals
  int64_t sum = 0;       // of quantities
  int64_t distinct = 0;  // different subjects

  Totals& operator+=(const Totals& other);
  friend bool operator==(const Totals&, const Totals&) = default;
};

// By how much totals change from a day (1970-01-01 = 0) on. There is a day for every fact, also
// when its changes cancel out, so that the same facts give the same days.
using DayDeltas = std::map<int32_t, Totals>;

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_TOTALS_H_
