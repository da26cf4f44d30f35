// Presences, on each backend.
#include "services/reporting/presence_store.h"

#include <climits>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reporting/fact_store.h"
#include "tests/services/reporting/cells.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const Cell kHouseholdsRegistered{"", v1::FACT_KIND_HOUSEHOLD_REGISTERED, 0, "", ""};

Fact WageOn(int day, const Cell& cell = kWages, const std::string& subject = "a", int delta = 1) {
  static int64_t seq = 0;
  return {.cell = cell,
          .day = date::Date{day},
          .subject = subject,
          .delta = delta,
          .quantity = delta,
          .seq = ++seq};
}

class PresenceStoreTest : public ::testing::Test {
 protected:
  NumberedCells Number(const std::vector<Fact>& facts, const std::string& county = kXuyong) {
    absl::StatusOr<NumberedCells> cells = NumberedCells::Of(connection(), county, facts);
    EXPECT_TRUE(cells.ok()) << cells.status();
    return *std::move(cells);
  }
  void Save(const std::string& subject, const Cell& cell, Presence presence, bool is_new = true) {
    const NumberedCells cells = Number({WageOn(1, cell)});
    ASSERT_EQ(SavePresences(connection(), kXuyong,
                            {{{subject, &cell}, std::move(presence), is_new}}, cells),
              absl::OkStatus());
  }
  std::optional<Presence> Read(const std::string& subject, const Cell& cell) {
    NumberedCells cells = Number({WageOn(1, cell)});
    auto read = StoredHistory(connection(), kXuyong, cells).Read({{subject, &cell}});
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() ? read->front() : std::nullopt;
  }
  std::vector<std::string> ProjectsOf(const std::string& subject, const Cell& cell) {
    NumberedCells cells = Number({WageOn(1, cell)});
    StoredHistory history(connection(), kXuyong, cells);
    const auto known = history.ReadAll({{subject, &cell}});
    EXPECT_TRUE(known.ok()) << known.status();
    std::vector<std::string> projects;
    for (const auto& one : known->front()) projects.push_back(one.cell->project);
    return projects;
  }
  std::vector<int32_t> Earliest(const std::string& subject, const Cell& cell, size_t count) {
    NumberedCells cells = Number({WageOn(1, cell)});
    StoredHistory history(connection(), kXuyong, cells);
    const auto days = history.EarliestFacts({{{subject, &cell}, count}});
    EXPECT_TRUE(days.ok()) << days.status();
    return days->front();
  }
  sql::Connection& connection() { return reporting_.connection(); }

  Reporting reporting_;
};

TEST_F(PresenceStoreTest, PresenceComesBackAsItWasSaved) {
  const Presence presence({-1, 0, 18'000, INT_MAX}, {INT_MIN, 300}, false);
  Save("a", kWages, presence);
  EXPECT_EQ(Read("a", kWages), presence);
  EXPECT_EQ(Read("b", kWages), std::nullopt);
  EXPECT_EQ(Read("a", kOtherWages), std::nullopt);
  const Presence later({5}, {}, true);
  Save("a", kWages, later, false);
  EXPECT_EQ(Read("a", kWages), later);
}

TEST_F(PresenceStoreTest, SubjectIsReadInAllCellsOfTheProgrammeAndKind) {
  for (const Cell& cell : {kWages, kOtherWages, kWagesElsewhere}) Save("a", cell, Presence());
  Save("b", kOtherWages, Presence());
  EXPECT_THAT(ProjectsOf("a", kWages), UnorderedElementsAre("cattle", "eucommia"));
  EXPECT_THAT(ProjectsOf("b", kWages), ElementsAre("eucommia"));
  EXPECT_THAT(ProjectsOf("a", kWagesElsewhere), ElementsAre("cattle"));
}

TEST_F(PresenceStoreTest, PresencesOfOtherKindsAreNotAmongThose) {
  Save("a", kHouseholdsRegistered, Presence({3}, {}, true));
  Save("a", kWages, Presence({5}, {}, true));
  EXPECT_EQ(Read("a", kHouseholdsRegistered), Presence({3}, {}, true));
  EXPECT_THAT(ProjectsOf("a", kWages), ElementsAre("cattle"));
}

TEST_F(PresenceStoreTest, EarliestFactsAreThoseOfTheSubjectAndCellAlone) {
  const std::vector<Fact> facts = {WageOn(9),
                                   WageOn(4),
                                   WageOn(7),
                                   WageOn(1, kOtherWages),
                                   WageOn(2, kWages, "b"),
                                   WageOn(3, kWages, "a", -1)};
  ASSERT_EQ(InsertFacts(connection(), kXuyong, facts, Number(facts)), absl::OkStatus());
  EXPECT_THAT(Earliest("a", kWages, 2), ElementsAre(4, 7));
  EXPECT_THAT(Earliest("a", kWages, 5), ElementsAre(4, 7, 9));
  EXPECT_THAT(Earliest("c", kWages, 1), IsEmpty());
}

TEST_F(PresenceStoreTest, QuestionsOfACellAreAnsweredByOneWalk) {
  std::vector<Fact> facts = {
      WageOn(1, kOtherWages), WageOn(2, kWages, "b"), WageOn(2), WageOn(3, kWages, "c"), WageOn(4),
      WageOn(5, kWages, "b"), WageOn(6, kWages, "b"), WageOn(7), WageOn(8, kOtherWages)};
  ASSERT_EQ(InsertFacts(connection(), kXuyong, facts, Number(facts)), absl::OkStatus());
  NumberedCells cells = Number(facts);
  const auto days = StoredHistory(connection(), kXuyong, cells)
                        .EarliestFacts({{{"a", &kWages}, 2},
                                        {{"b", &kWages}, 3},
                                        {{"a", &kOtherWages}, 3},
                                        {{"d", &kWages}, 1}});
  ASSERT_TRUE(days.ok()) << days.status();
  EXPECT_THAT(*days,
              ElementsAre(ElementsAre(2, 4), ElementsAre(2, 5, 6), ElementsAre(1, 8), IsEmpty()));
}

TEST_F(PresenceStoreTest, WalkGoesOnBehindWhatIsReadAtOnce) {
  std::vector<Fact> facts;
  for (int i = 0; i < 10'000; ++i) facts.push_back(WageOn(i / 3, kWages, "other"));
  facts.push_back(WageOn(3'000));
  facts.push_back(WageOn(4'000, kWages, "b"));
  ASSERT_EQ(InsertFacts(connection(), kXuyong, facts, Number(facts)), absl::OkStatus());
  NumberedCells cells = Number(facts);
  const auto days = StoredHistory(connection(), kXuyong, cells)
                        .EarliestFacts({{{"a", &kWages}, 9}, {{"b", &kWages}, 1}});
  ASSERT_TRUE(days.ok()) << days.status();
  EXPECT_THAT(*days, ElementsAre(ElementsAre(3'000), ElementsAre(4'000)));
}

}  // namespace
}  // namespace bangfu::reporting
