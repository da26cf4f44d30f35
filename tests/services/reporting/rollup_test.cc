#include "services/reporting/rollup.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bangfu/projects/v1/projects.pb.h"

namespace bangfu::reporting {
namespace {

// What was rolled up, in memory.
class Remembered final : public SubjectHistory {
 public:
  absl::StatusOr<std::vector<std::optional<Presence>>> Read(
      const std::vector<Place>& places) override {
    std::vector<std::optional<Presence>> answers;
    for (const Place& place : places) {
      const auto known = presences.find({std::string(place.subject), *place.cell});
      answers.push_back(known == presences.end() ? std::nullopt : std::optional(known->second));
    }
    return answers;
  }

  absl::StatusOr<std::vector<std::vector<Known>>> ReadAll(
      const std::vector<Place>& places) override {
    read_all_count += places.size();
    std::vector<std::vector<Known>> answers;
    for (const Place& place : places) {
      std::vector<Known>& known = answers.emplace_back();
      for (const auto& [key, presence] : presences) {
        if (key.first == place.subject && key.second.programme == place.cell->programme &&
            key.second.kind == place.cell->kind) {
          known.push_back({&key.second, presence});
        }
      }
    }
    return answers;
  }

  absl::StatusOr<std::vector<std::vector<int32_t>>> EarliestFacts(
      const std::vector<Question>& questions) override {
    std::vector<std::vector<int32_t>> answers;
    for (const auto& [place, count] : questions) {
      ++walk_count;
      std::vector<int32_t>& days = answers.emplace_back();
      for (const Fact& fact : facts) {
        if (fact.subject == place.subject && fact.cell == *place.cell && fact.delta > 0) {
          days.push_back(fact.day.days);
        }
      }
      std::sort(days.begin(), days.end());
      if (days.size() > count) days.resize(count);
    }
    return answers;
  }

  void Keep(const std::vector<Fact>& rolled, const RolledUp& result) {
    facts.insert(facts.end(), rolled.begin(), rolled.end());
    changed_count = result.presences.size();
    for (const auto& [place, presence, is_new] : result.presences) {
      const std::pair key(std::string(place.subject), *place.cell);
      EXPECT_NE(presences.contains(key), is_new);
      presences[key] = presence;
    }
  }

  std::vector<Fact> facts;
  std::map<std::pair<std::string, Cell>, Presence> presences;
  size_t read_all_count = 0;
  size_t walk_count = 0;
  size_t changed_count = 0;  // by the last facts
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
  absl::StatusOr<RolledUp> rolled = RollUp(facts, history);
  EXPECT_TRUE(rolled.ok()) << rolled.status();
  history.Keep(facts, *rolled);
  return std::move(rolled->deltas);
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

TEST(RollUpTest, PaymentsFromTheThirdOnChangeNothingThatIsKept) {
  Remembered history;
  Roll(history, {Of("H1", 5), Of("H2", 5)});
  Roll(history, {Of("H1", 6), Of("H2", 7)});
  EXPECT_EQ(history.changed_count, 2u);
  EXPECT_EQ(history.read_all_count, 2u);  // by the first payments
  Roll(history, {Of("H1", 6), Of("H2", 7), Of("H1", 8)});
  EXPECT_EQ(history.changed_count, 0u);
  EXPECT_EQ(history.walk_count, 0u);
}

TEST(RollUpTest, FirstReversalNeedsNoOtherFacts) {
  Remembered history;
  Roll(history, {Of("H1", 5), Of("H1", 6), Of("H1", 7)});
  SeriesDeltas deltas = Roll(history, {Of("H1", 5, -1)});
  EXPECT_EQ(history.walk_count, 0u);
  EXPECT_EQ(deltas[kCattle][5].distinct, -1);
  EXPECT_EQ(deltas[kCattle][6].distinct, 1);
}

TEST(RollUpTest, SecondReversalLooksForTheFactsThatWereNotKept) {
  Remembered history;
  Roll(history, {Of("H1", 5), Of("H1", 6), Of("H1", 7)});
  Roll(history, {Of("H1", 5, -1)});
  SeriesDeltas deltas = Roll(history, {Of("H1", 6, -1)});
  EXPECT_EQ(history.walk_count, 1u);
  EXPECT_EQ(deltas[kCattle][6].distinct, -1);
  EXPECT_EQ(deltas[kCattle][7].distinct, 1);
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
