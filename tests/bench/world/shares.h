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

// Left the county, or nobody of them lives any more. Assumed; in the sample 20 of 700.
inline constexpr double kDeparted = .02;

// Have debts, in fen around this, log-normal. Assumed: 20,000 yuan; in the sample, which is about
// the hard cases, 383 of 700, with a median of 31,600 yuan.
inline constexpr double kIndebted = .3;
inline constexpr double kDebtFenMedian = 2'000'000;
inline constexpr double kDebtSigma = .9;

// What a person suffers from, of all: healthy, chronic, severe, disabled. Assumed; in the sample
// 1726, 367, 335 and 126 of 2,556.
inline constexpr std::array<double, 4> kHealth = {.74, .15, .04, .07};

// A village decides together who is registered and who is lifted, so it does on one day of a year,
// and is helped as a whole: most of its households take part in one project, and begin within some
// months. Assumed.
inline constexpr double kWithVillage = .9;
inline constexpr int kVillageJoinsWithinDays = 90;

// Take part in a project: measures for industry reached 98.9 % of the households (the same white
// paper).
inline constexpr double kTakesPart = .989;
// Of those who work for wages, came home for it. Assumed; in the sample (tests/data/cetc-2020,
// itself invented) 101 of 116.
inline constexpr double kCameHome = .8;
// Of all participations, ended. Assumed; in the sample 84 of 741.
inline constexpr double kEnded = .1;
// Of the participations, in the first and in the second project, which are the ones that the sheet
// shows. Assumed; the rest is even.
inline constexpr double kInFirstProject = .3;
inline constexpr double kInSecondProject = .2;

// Pillars of projects in the order of the enumeration. Assumed.
inline constexpr std::array<double, 4> kPillars = {.7, .1, .1, .1};

// Ledger entries that are a collective's (in the sample 1,046 of 6,404; more in the first years,
// when few households have begun), are reversals (18), have no document (15).
inline constexpr double kCollective = .16;
inline constexpr double kReversal = .0028;
inline constexpr double kWithoutDocument = .0023;
// Money is paid by lists: so many households of a village after one another. Assumed.
inline constexpr int kPayListLength = 20;
// Of a household's entries, costs. Assumed for all projects; in the sample, whose households raise
// cattle, 1,178 of 2,229.
inline constexpr double kCosts = .4;

// What households and persons get and spend, and collectives: a log-normal distribution, which
// incomes are near to but for the largest. The contract keeps no other incomes than the ledger's.
// No register of single payments is published, so both numbers of each are assumed, of the order of
// the sample's medians, and spread wider than the sample's single programme.
struct Amount {
  double fen_median;
  double sigma;  // of the logarithm
};
// A month's wage: 2,600 yuan; in the sample 2,550, one farm's (.16); its article tells of 3,000.
inline constexpr Amount kWage = {260'000, .25};
// 3,000 yuan to a household at a time; in the sample 5,600 for an animal sold (.28). Less, as most
// projects of a nation are smaller than cattle.
inline constexpr Amount kPayout = {300'000, .9};
// 1,200 yuan of a household's cost; in the sample 2,441 (.19). In the same proportion to a payout.
inline constexpr Amount kCost = {120'000, .8};
// 900 yuan to a grower for a harvest; in the sample 765 (.19).
inline constexpr Amount kSettlement = {90'000, .8};
// 30,000 yuan of a collective's revenue or cost; in the sample 50,250 and 48,120 (.82 and .96).
inline constexpr Amount kCollectiveMoney = {3'000'000, 1.0};

// Registered households in a village on average: 29.5 million in 128,000 villages. How counties
// differ in size is assumed.
inline constexpr int kHouseholdsPerVillage = 230;
inline constexpr double kCountySigma = .5;

}  // namespace bangfu::bench::shares

#endif  // BANGFU_TESTS_BENCH_WORLD_SHARES_H_
