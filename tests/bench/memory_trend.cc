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

// Those between two shares of the time; up to the end, if that is 1.
Samples Between(const std::vector<MemorySample>& samples, double begin, double end) {
  if (samples.empty()) return {};
  const double first = samples.front().time_s;
  const double length = samples.back().time_s - first;
  const auto from = [&](double share) {
    return std::find_if(samples.begin(), samples.end(), [&](const MemorySample& sample) {
      return sample.time_s >= first + share * length;
    });
  };
  return {from(begin), end == 1 ? samples.end() : from(end)};
}

double Highest(Samples samples) {
  return std::max_element(samples.begin(), samples.end(),
                          [](const auto& a, const auto& b) { return a.mib < b.mib; })
      ->mib;
}

}  // namespace

MemoryTrend TrendOf(const std::vector<MemorySample>& samples) {
  const Samples before = Between(samples, 1. / 6, 2. / 3);
  const Samples last = Between(samples, 2. / 3, 1);
  if (std::min(before.size(), last.size()) < kSamplesMin) {
    return {.mean_mib = 0, .rise_mib = 0, .flat = true, .judged = false};
  }
  double sum = 0;
  for (const Samples& part : {before, last}) {
    for (const MemorySample& sample : part) sum += sample.mib;
  }
  const double mean = sum / static_cast<double>(before.size() + last.size());
  const double rise = Highest(last) - Highest(before);
  return {mean, rise, rise <= std::max(kShareMax * Highest(before), kMibMax), true};
}

}  // namespace bangfu::bench
