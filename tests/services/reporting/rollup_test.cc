#include "services/reporting/rollup.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bangfu/projects/v1/projects.pb.h"

namespace bangfu::reporting {
namespace {

// Rolled-up facts in a vector.
class Remembered final : public SubjectHistory {
 public:
  absl::StatusOr<std::vector<std::optional<int32_t>>> CountsSince(
      const std::vector<Place>& places) override {
    std::vector<std::optional<int32_t>> answers;
    for (const Place& place : places) answers.push_back(SinceOf(place));
    return answers;
  }

  absl::StatusOr<std::vector<std::vector<Item>>> All(const std::vector<Place>& places) override {
    std::vector<std::vector<Item>> answers;
    for (const Place& place : places) answers.push_back(AllOf(place));
    return answers;
  }

  std::optional<int32_t> SinceOf(const Place& place) {
    ++since_count;
    size_t reversals = 0;
    std::vector<int32_t> days;
    for (const Fact& fact : facts) {
      if (fact.subject != place.subject || fact.cell != *place.cell) continue;
      if (fact.delta < 0) {
        ++reversals;
      } else {
        days.push_back(fact.day.days);
      }
    }
    std::sort(days.begin(), days.end());
    if (days.size() <= reversals) return std::nullopt;
    return days[reversals];
  }

  std::vector<Item> AllOf(const Place& place) {
    ++all_count;
    std::vector<Item> items;
    for (const Fact& fact : facts) {
      if (fact.subject == place.subject && fact.cell.programme == place.cell->programme &&
          fact.cell.kind == place.cell->kind) {
        items.push_back({fact.cell, {fact.day.days, fact.delta}});
      }
    }
    return items;
  }

  std::vector<Fact> facts;
  int since_count = 0;
  int all_count = 0;
};

Fact Of(const std::string& subject, int day, int delta = 1, const std::string& project = "cattle",
        const std::string& facet = "") {
  Fact fact;
  fact.cell = {"p", v1::FACT_KIND_PARTICIPATION_STARTED, projects::v1::PILLAR_INDUSTRY, project,
               facet};
  fact.day = date::Date{day};
  fact.subject = subject;
  fact.delta = delta;
  fact.quantity = delta * 100;
  return fact;
}

SeriesDeltas Roll(Remembered& history, const std::vector<Fact>& facts) {
  absl::StatusOr<SeriesDeltas> deltas = RollUp(facts, history);
  EXPECT_TRUE(deltas.ok()) << deltas.status();
  history.facts.insert(history.facts.end(), facts.begin(), facts.end());
  return *std::move(deltas);
}

const SeriesKey kProgramme{"p", "programme", v1::FACT_KIND_PARTICIPATION_STARTED, ""};
const SeriesKey kCattle{"p", "project/cattle", v1::FACT_KIND_PARTICIPATION_STARTED, ""};
const SeriesKey kEucommia{"p", "project/eucommia", v1::FACT_KIND_PARTICIPATION_STARTED, ""};

TEST(RollUpTest, SubjectInTwoProjectsIsOneInTheProgramme) {
  Remembered history;
  Roll(history, {Of("H1", 5)});
  SeriesDeltas deltas = Roll(history, {Of("H1", 7, 1, "eucommia")});
  EXPECT_EQ(deltas[kEucommia][7].distinct, 1);
  EXPECT_EQ(deltas[kProgramme][7].distinct, 0);
  EXPECT_EQ(deltas[kProgramme][7].count, 1);
}

TEST(RollUpTest, EarlierFactOfAnotherProjectMovesTheProgrammesBeginning) {
  Remembered history;
  Roll(history, {Of("H1", 5)});
  SeriesDeltas deltas = Roll(history, {Of("H1", 3, 1, "eucommia")});
  EXPECT_EQ(deltas[kProgramme][3].distinct, 1);
  EXPECT_EQ(deltas[kProgramme][5].distinct, -1);
  EXPECT_TRUE(deltas[kCattle].empty());
}

TEST(RollUpTest, ReversalTakesTheSubjectOutUnlessAnotherFactKeepsIt) {
  Remembered history;
  Roll(history, {Of("H1", 5), Of("H1", 6), Of("H2", 5)});
  SeriesDeltas deltas = Roll(history, {Of("H1", 8, -1), Of("H2", 8, -1)});
  EXPECT_EQ(deltas[kCattle][8].distinct, -1);
  EXPECT_EQ(deltas[kCattle][8].count, -2);
  EXPECT_EQ(deltas[kCattle][8].sum, -200);
}

TEST(RollUpTest, LaterPaymentsAskForOneRowEach) {
  Remembered history;
  Roll(history, {Of("H1", 5), Of("H2", 5)});
  history.since_count = history.all_count = 0;
  Roll(history, {Of("H1", 6), Of("H2", 7), Of("H1", 8), Of("H1", 5)});
  EXPECT_EQ(history.since_count, 2);
  EXPECT_EQ(history.all_count, 0);
}

TEST(RollUpTest, DayWhoseFactsCancelOutIsThereAllTheSame) {
  Remembered history;
  SeriesDeltas deltas = Roll(history, {Of("H1", 5), Of("H1", 5, -1)});
  EXPECT_EQ(deltas[kCattle].at(5), Totals());
}

// Facts, and reversals that mirror some of them on the same day or later.
std::vector<Fact> AnyFacts() {
  const auto originals = *rc::gen::container<std::vector<Fact>>(
      rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 4), rc::gen::inRange(0, 10),
                                  rc::gen::inRange(0, 2), rc::gen::inRange(0, 2)),
                   [](const std::tuple<int, int, int, int>& t) {
                     return Of("H" + std::to_string(std::get<0>(t)), std::get<1>(t), 1,
                               std::get<2>(t) == 0 ? "cattle" : "eucommia",
                               std::get<3>(t) == 0 ? "FREE_RANGE" : "GROWER");
                   }));
  std::vector<Fact> facts = originals;
  for (const Fact& original : originals) {
    if (*rc::gen::inRange(0, 3) != 0) continue;
    Fact reversal = original;
    reversal.delta = -1;
    reversal.quantity = -original.quantity;
    reversal.day.days += *rc::gen::inRange(0, 4);
    facts.push_back(reversal);
  }
  return facts;
}

Totals Naive(const std::vector<Fact>& facts, const SeriesKey& key, int day) {
  Totals totals;
  std::map<std::string, int> balance;
  for (const Fact& fact : facts) {
    const std::vector<SeriesKey> keys = SeriesOf(fact.cell);
    if (fact.day.days > day || std::find(keys.begin(), keys.end(), key) == keys.end()) continue;
    totals += {.count = fact.delta, .sum = fact.quantity};
    balance[fact.subject] += fact.delta;
  }
  for (const auto& [subject, count] : balance) totals.distinct += count > 0 ? 1 : 0;
  return totals;
}

RC_GTEST_PROP(RollUpTest, AnyOrderInAnyBatchesGivesTheNaiveTotalsOnEveryDay, ()) {
  std::vector<Fact> facts = AnyFacts();
  for (size_t i = facts.size(); i > 1; --i) {
    std::swap(facts[i - 1], facts[*rc::gen::inRange<size_t>(0, i)]);
  }
  Remembered history;
  std::map<SeriesKey, Series> series;
  while (history.facts.size() < facts.size()) {
    const auto first = facts.begin() + history.facts.size();
    const auto count = *rc::gen::inRange<ptrdiff_t>(1, facts.end() - first + 1);
    for (const auto& [key, days] : Roll(history, {first, first + count})) {
      const auto known = series.try_emplace(key, key).first;
      known->second = Series(known->second, days);
    }
  }
  for (const auto& [key, rolled] : series) {
    for (int day = 0; day <= 14; ++day) {
      RC_ASSERT(rolled.AsOf(day) == Naive(facts, key, day));
    }
  }
}

}  // namespace
}  // namespace bangfu::reporting
