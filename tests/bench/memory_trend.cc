#include "tests/bench/memory_trend.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace bangfu::bench {
namespace {

constexpr size_t kSamplesMin = 4;
constexpr double kShareMax = .05;
constexpr double kMibMax = 8;

std::span<const MemorySample> SecondHalf(const std::vector<MemorySample>& samples) {
  if (samples.empty()) return {};
  const double middle = (samples.front().time_s + samples.back().time_s) / 2;
  const auto begin =
      std::find_if(samples.begin(), samples.end(),
                   [middle](const MemorySample& sample) { return sample.time_s >= middle; });
  return {begin, samples.end()};
}

}  // namespace

MemoryTrend TrendOf(const std::vector<MemorySample>& samples) {
  const std::span<const MemorySample> half = SecondHalf(samples);
  if (half.size() < kSamplesMin)
    return {.mean_mib = 0, .rise_mib = 0, .flat = true, .judged = false};
  double time = 0, memory = 0;
  for (const MemorySample& sample : half) {
    time += sample.time_s;
    memory += sample.mib;
  }
  const auto count = static_cast<double>(half.size());
  time /= count;
  memory /= count;
  double both = 0, squares = 0;
  for (const MemorySample& sample : half) {
    both += (sample.time_s - time) * (sample.mib - memory);
    squares += (sample.time_s - time) * (sample.time_s - time);
  }
  const double slope = squares == 0 ? 0 : both / squares;
  const double rise = slope * (half.back().time_s - half.front().time_s);
  return {memory, rise, rise <= std::max(kShareMax * memory, kMibMax), true};
}

}  // namespace bangfu::bench
