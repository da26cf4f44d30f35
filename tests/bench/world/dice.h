// Chance for the makers of synthetic records. What falls depends on the seed, the subject and its
// numbers alone, never on what was drawn for others: any record can be made without those before
// it.
#ifndef BANGFU_TESTS_BENCH_WORLD_DICE_H_
#define BANGFU_TESTS_BENCH_WORLD_DICE_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace bangfu::bench {

// What is diced for; each has chance of its own.
enum class Subject : uint64_t {
  kCounty = 1,
  kHousehold,
  kPerson,
  kEnrolment,
  kPayList,
  kLedgerEntry,
  kProject,
  kPosting,
  kFacility,
  kVillage,
};

class Dice {
 public:
  Dice(uint64_t seed, Subject subject, int64_t number, int64_t detail = 0)
      : state_(Mix(Mix(Mix(seed + static_cast<uint64_t>(subject)) + static_cast<uint64_t>(number)) +
                   static_cast<uint64_t>(detail))) {}

  // SplitMix64.
  uint64_t Next() { return Mix(state_ += kStep); }

  // From 0 to below 1.
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  // From 0 to below `count`, which is at least 1.
  int64_t Below(int64_t count) { return static_cast<int64_t>(Unit() * static_cast<double>(count)); }

  bool Chance(double share) { return Unit() < share; }

  // The index of one of the shares, which add up to 1.
  template <size_t kCount>
  size_t Pick(const std::array<double, kCount>& shares) {
    double left = Unit();
    for (size_t i = 0; i + 1 < kCount; ++i) {
      if (left < shares[i]) return i;
      left -= shares[i];
    }
    return kCount - 1;
  }

  // Long-tailed: half are below the median, and one of six above median × e^sigma.
  double LogNormal(double median, double sigma) {
    double normal = -6;  // a sum of twelve is close enough to the bell, and has an end: 6 sigma
    for (int i = 0; i < 12; ++i) normal += Unit();
    return median * std::exp(sigma * normal);
  }

 private:
  static constexpr uint64_t kStep = 0x9E3779B97F4A7C15;

  static uint64_t Mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_DICE_H_
