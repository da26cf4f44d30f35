// The proportions of the synthetic register, each with its source. "Assumed" means that no
// published figure was at hand: it is a guess at what is plausible, and proves nothing about the
// country.
#ifndef BANGFU_TESTS_BENCH_WORLD_SHARES_H_
#define BANGFU_TESTS_BENCH_WORLD_SHARES_H_

#include <array>

#include "absl/time/civil_time.h"

namespace bangfu::bench::shares {

// Days as the stores count them.
constexpr int Day(int year, int month, int day) {
  return static_cast<int>(absl::CivilDay(year, month, day) - absl::CivilDay(1970, 1, 1));
}
inline const int kFirstDay = Day(2014, 1, 1);   // the register of households was set up in 2014
inline const int kLastDay = Day(2020, 12, 31);  // the last were declared lifted in 2020
inline constexpr int kYears = 7;

// Persons of a household, 1 to 8. The mean is the register's at the end of 2014: 89.6 million
// persons in 29.5 million households, 3.04. The shape is assumed.
inline constexpr std::array<double, 8> kHouseholdSizes = {.175, .24, .22,  .19,
                                                          .105, .05, .015, .005};

// Main cause of poverty, in the order of the contract's enumeration. Illness 42 %, disasters 20 %,
// schooling 10 %, little labour 8 %, all others 20 %: the State Council's poverty relief office,
// press conference of 2015-12-15. How those 20 % part is assumed.
inline constexpr std::array<double, 12> kMainCauses = {.42,  .04, .10, .20, .015, .01,
                                                       .045, .08, .05, .01, .01,  .02};

// General, minimum living allowance, extreme hardship. 19.36 million persons of the register had an
// allowance or extreme-hardship support (white paper "Poverty Alleviation: China's Experience and
// Contribution", 2021), 21.6 % of its 89.6 million; how they part is assumed.
inline constexpr std::array<double, 3> kCategories = {.784, .186, .03};

// Year of registration, 2014 to 2020. That nearly all were in 2014 follows from the register's size
// at the end of that year; the shares after it are assumed.
inline constexpr std::array<double, kYears> kRegisteredByYear = {.90, .05,  .02, .015,
                                                                 .01, .004, .001};

// Year of being lifted, 2014 to 2020: how many fewer rural poor there were than a year before, in
// ten thousands (National Bureau of Statistics): 1232, 1442, 1240, 1289, 1386, 1109, 551 of 8249.
inline constexpr std::array<double, kYears> kLiftedByYear = {.1494, .1748, .1503, .1563,
                                                             .1680, .1344, .0668};

// Left the county, or nobody of them lives any more. Assumed.
inline constexpr double kDeparted = .02;

// Have debts, in fen around this. Assumed.
inline constexpr double kIndebted = .3;
inline constexpr double kDebtFenMedian = 2'000'000;
inline constexpr double kDebtSigma = .9;

// What a person suffers from, of all: healthy, chronic, severe, disabled. Assumed.
inline constexpr std::array<double, 4> kHealth = {.74, .15, .04, .07};

// Take part in a project: measures for industry reached 98.9 % of the households (the same white
// paper).
inline constexpr double kTakesPart = .989;
// Of those who work for wages, came home for it (the sample: 4 of 5). Of all, ended. Assumed.
inline constexpr double kCameHome = .8;
inline constexpr double kEnded = .1;
// Of the participations, in the first and in the second project, which are the ones that the sheet
// shows. Assumed; the rest is even.
inline constexpr double kInFirstProject = .3;
inline constexpr double kInSecondProject = .2;

// Pillars of projects in the order of the enumeration. Assumed.
inline constexpr std::array<double, 4> kPillars = {.7, .1, .1, .1};

// Ledger entries that are a collective's (the sample: 4 of 25); are reversals (18 of 6,404); have
// no document (15 of 6,404).
inline constexpr double kCollective = .16;
inline constexpr double kReversal = .0028;
inline constexpr double kWithoutDocument = .0023;
// Money is paid by lists: so many households of a village after one another. Assumed.
inline constexpr int kPayListLength = 20;
// Of a household's entries, costs (the sample: 5 of 9). Assumed for all projects.
inline constexpr double kCosts = .4;

// Amounts in fen: median and spread. Assumed, around the sample's.
struct Amount {
  double fen_median;
  double sigma;
};
inline constexpr Amount kWage = {260'000, .25};
inline constexpr Amount kPayout = {300'000, .9};
inline constexpr Amount kCost = {120'000, .8};
inline constexpr Amount kSettlement = {90'000, .8};
inline constexpr Amount kCollectiveMoney = {3'000'000, 1.0};

// Registered households in a village on average: 29.5 million in 128,000 villages. How counties
// differ in size is assumed.
inline constexpr int kHouseholdsPerVillage = 230;
inline constexpr double kCountySigma = .5;

}  // namespace bangfu::bench::shares

#endif  // BANGFU_TESTS_BENCH_WORLD_SHARES_H_
