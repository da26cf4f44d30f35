// Whether a process's memory grows: the rule of the soak.
#ifndef BANGFU_TESTS_BENCH_MEMORY_TREND_H_
#define BANGFU_TESTS_BENCH_MEMORY_TREND_H_

#include <string>
#include <vector>

namespace bangfu::bench {

// In words, for people.
inline constexpr const char* kFlatRule =
    "the line through a process's memory over the second half rises by at most 5 % of its mean, or "
    "8 MiB if that is more";

struct MemorySample {
  double time_s;
  double mib;
};

struct MemoryTrend {
  double mean_mib;  // of the second half
  double rise_mib;  // of the line of least squares, from its beginning to its end
  bool flat;
  bool judged;  // false: there are too few samples, and nothing is said of growth
};

// Of samples in the order of time. Fewer than four in the second half are not judged.
MemoryTrend TrendOf(const std::vector<MemorySample>& samples);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_MEMORY_TREND_H_
