#include "tests/bench/memory_trend.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace bangfu::bench {
namespace {

constexpr size_t kSamplesMin = 2;
constexpr double kShareMax = .05;
constexpr double kMibMax = 2;

using Samples = std::span<const MemorySample>;

// Those of the third, from 0.
Samples Third(const std::vector<MemorySample>& samples, int third) {
  if (samples.empty()) return {};
  const double first = samples.front().time_s;
  const double length = (samples.back().time_s - first) / 3;
  const auto from = [&](double time_s) {
    return std::find_if(samples.begin(), samples.end(),
                        [time_s](const MemorySample& sample) { return sample.time_s >= time_s; });
  };
  return {from(first + third * length),
          third == 2 ? samples.end() : from(first + (third + 1) * length)};
}

double Highest(Samples samples) {
  return std::max_element(samples.begin(), samples.end(),
                          [](const auto& a, const auto& b) { return a.mib < b.mib; })
      ->mib;
}

}  // namespace

MemoryTrend TrendOf(const std::vector<MemorySample>& samples) {
  const Samples before = Third(samples, 1);
  const Samples last = Third(samples, 2);
  if (std::min(before.size(), last.size()) < kSamplesMin) {
    return {.mean_mib = 0, .rise_mib = 0, .flat = true, .judged = false};
  }
  double sum = 0;
  for (const Samples& third : {before, last}) {
    for (const MemorySample& sample : third) sum += sample.mib;
  }
  const double mean = sum / static_cast<double>(before.size() + last.size());
  const double rise = Highest(last) - Highest(before);
  return {mean, rise, rise <= std::max(kShareMax * Highest(before), kMibMax), true};
}

}  // namespace bangfu::bench
