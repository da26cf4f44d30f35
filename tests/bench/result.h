// One line of the table: what was measured, against what baseline, in the same run.
#ifndef BANGFU_TESTS_BENCH_RESULT_H_
#define BANGFU_TESTS_BENCH_RESULT_H_

#include <string>
#include <vector>

namespace bangfu::bench {

struct Result {
  std::string name;
  double value;
  std::string unit;
  double baseline;  // in the same unit; 0: there is none
  std::string baseline_name;

  double Ratio() const { return baseline == 0 ? 0 : value / baseline; }
};

// For people.
std::string RenderTable(const std::vector<Result>& results);
// A list of {name, value, unit, baseline, ratio, against}.
std::string RenderJson(const std::vector<Result>& results);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_RESULT_H_
