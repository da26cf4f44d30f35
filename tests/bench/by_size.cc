#include "tests/bench/by_size.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace bangfu::bench {

Results ArrangeBySize(const std::vector<Results>& by_size) {
  Results all;
  for (Result result : by_size.back()) {
    if (result.by_size_alone) continue;
    result.households = 0;
    all.push_back(std::move(result));
  }
  for (const Results& results : by_size) {
    for (Result result : results) {
      absl::StrAppend(&result.name, "@", result.households);
      all.push_back(std::move(result));
    }
  }
  return all;
}

Result LeftOut(const std::string& name, int64_t households, const std::string& why) {
  return {.name = absl::StrCat(name, "@", households),
          .size = GroupedDigits(households) + " households",
          .note = "not measured: " + why,
          .households = households};
}

}  // namespace bangfu::bench
