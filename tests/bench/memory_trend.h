// Whether a process's memory grows: the rule of the soak. By the peaks, since memory that goes up
// and down has them where a line through it depends on where it ends; and against all that came
// before, since a high tide may keep away for longer than a third. Of what grows and grows, the
// highest before is the latest, so it shows no less.
#ifndef BANGFU_TESTS_BENCH_MEMORY_TREND_H_
#define BANGFU_TESTS_BENCH_MEMORY_TREND_H_

#include <string>
#include <vector>

namespace bangfu::bench {

// In words, for people.
inline constexpr const char* kFlatRule =
    "a process's highest memory in the last third is at most 5 % above the highest before it, the "
    "first sixth left out, or 2 MiB if that is more";

struct MemorySample {
  double time_s;
  double mib;
};

struct MemoryTrend {
  double mean_mib;  // without the first sixth
  double rise_mib;  // from the highest before the last third to the highest in it
  bool flat;
  bool judged;  // false: there are too few samples, and nothing is said of growth
};

// Of samples in the order of time. Fewer than two in the last third or before it are not judged.
MemoryTrend TrendOf(const std::vector<MemorySample>& samples);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_MEMORY_TREND_H_
