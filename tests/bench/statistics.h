// The middle of several measurements.
#ifndef BANGFU_TESTS_BENCH_STATISTICS_H_
#define BANGFU_TESTS_BENCH_STATISTICS_H_

#include <algorithm>
#include <vector>

namespace bangfu::bench {

// At least one number.
inline double Median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const size_t middle = numbers.size() / 2;
  if (numbers.size() % 2 == 1) return numbers[middle];
  return (numbers[middle - 1] + numbers[middle]) / 2;
}

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_STATISTICS_H_
