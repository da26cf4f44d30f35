#include "tests/bench/memory_trend.h"

#include <cmath>
#include <functional>
#include <numbers>

#include <gtest/gtest.h>

namespace bangfu::bench {
namespace {

std::vector<MemorySample> Samples(const std::function<double(int second)>& mib) {
  std::vector<MemorySample> samples;
  for (int second = 0; second <= 100; ++second) samples.push_back({second * 1., mib(second)});
  return samples;
}

TEST(MemoryTrend, WhatStaysIsFlat) {
  const MemoryTrend trend = TrendOf(Samples([](int) { return 100; }));
  EXPECT_TRUE(trend.flat);
  EXPECT_DOUBLE_EQ(trend.mean_mib, 100);
  EXPECT_DOUBLE_EQ(trend.rise_mib, 0);
}

TEST(MemoryTrend, WhatGrowsOnlyAtFirstIsFlat) {
  EXPECT_TRUE(TrendOf(Samples([](int second) { return second < 60 ? second : 60; })).flat);
}

TEST(MemoryTrend, WhatGoesOnGrowingIsNot) {
  const MemoryTrend trend = TrendOf(Samples([](int second) { return 100 + second; }));
  EXPECT_FALSE(trend.flat);
  EXPECT_NEAR(trend.rise_mib, 34, 1);
}

TEST(MemoryTrend, UpsAndDownsAreFlatWhereverTheyEnd) {
  for (const int period : {7, 20, 30}) {
    EXPECT_TRUE(TrendOf(Samples([=](int second) { return 100 + second % period; })).flat) << period;
  }
}

TEST(MemoryTrend, ATideThatComesEveryOtherThirdIsFlat) {
  const auto tide = [](int second) { return 100 + 20 * std::sin(second * std::numbers::pi / 30); };
  EXPECT_TRUE(TrendOf(Samples(tide)).flat);
}

TEST(MemoryTrend, UpsAndDownsThatRiseAreNot) {
  EXPECT_FALSE(TrendOf(Samples([](int second) { return 100 + second % 20 + second * .3; })).flat);
}

TEST(MemoryTrend, ALargeProcessMayRiseByFivePercentAndASmallOneByTwoMib) {
  EXPECT_TRUE(TrendOf(Samples([](int second) { return 1000 + second * 1.4; })).flat);
  EXPECT_FALSE(TrendOf(Samples([](int second) { return 1000 + second * 1.7; })).flat);
  EXPECT_TRUE(TrendOf(Samples([](int second) { return 10 + second * .05; })).flat);
  EXPECT_FALSE(TrendOf(Samples([](int second) { return 10 + second * .07; })).flat);
}

TEST(MemoryTrend, AFewSamplesAreNotJudged) {
  EXPECT_FALSE(TrendOf({{0, 1}, {1, 100}}).judged);
  EXPECT_TRUE(TrendOf({{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}}).judged);
}

}  // namespace
}  // namespace bangfu::bench
