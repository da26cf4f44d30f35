#include "services/common/text/digits.h"

#include <cstddef>

namespace bangfu::text {

std::string GroupDigits(int64_t number) {
  std::string digits = std::to_string(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace bangfu::text
