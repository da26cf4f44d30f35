#include "services/common/records/sheet_cases.h"

#include <cstddef>

namespace bangfu::records {

std::vector<int64_t> ShareOut(const std::vector<int64_t>& counts, int64_t places) {
  std::vector<int64_t> shares(counts.size());
  for (bool any = true; any;) {
    any = false;
    for (size_t i = 0; i < counts.size() && places > 0; ++i) {
      if (shares[i] == counts[i]) continue;
      ++shares[i];
      --places;
      any = true;
    }
  }
  return shares;
}

}  // namespace bangfu::records
