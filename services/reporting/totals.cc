#include "services/reporting/totals.h"

#include <algorithm>
#include <limits>

namespace bangfu::reporting {

int64_t AddClamped(int64_t a, int64_t b) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return a > 0 ? kMax : -kMax;
  return std::max(sum, -kMax);
}

Totals& Totals::operator+=(const Totals& other) {
  count = AddClamped(count, other.count);
  sum = AddClamped(sum, other.sum);
  distinct = AddClamped(distinct, other.distinct);
  return *this;
}

}  // namespace bangfu::reporting
