// Several copies of reporting on one database: each entry has its effect once, whoever applies it,
// and each copy has all of them in memory.
#include "tests/services/reporting/copies.h"

#include <algorithm>
#include <array>
#include <future>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/status/errors.h"
#include "services/reporting/applier.h"
#include "services/reporting/questions.h"
#include "services/reporting/refresher.h"
#include "services/reporting/state_store.h"
#include "tests/services/common/eventually.h"

namespace bangfu::reporting {
namespace {

// Two copies that apply by turns; each learns of the other's entries by CatchUpAll().
class TwoCopies {
 public:
  Reporting& copy(int number) { return number == 0 ? first_ : second_; }

  void CatchUpAll(int number) {
    Reporting& behind = copy(number);
    const auto applied = ListApplied(behind.connection());
    ASSERT_TRUE(applied.ok()) << applied.status();
    for (const journal::v1::JournalPosition& position : *applied) {
      const CountySnapshotPtr known = behind.snapshots().Find(position.county());
      auto read = known ? CatchUp(behind.connection(), known)
                        : LoadCounty(behind.connection(), position.county());
      ASSERT_TRUE(read.ok()) << read.status();
      ASSERT_TRUE(behind.snapshots().Replace(known, *std::move(read)));
    }
  }

 private:
  std::shared_ptr<sql::TestDatabase> database_ = std::make_shared<sql::TestDatabase>();
  Reporting first_{database_, Sharing::kShared};
  Reporting second_{database_, Sharing::kShared};
};

class CopiesTest : public ::testing::Test {
 protected:
  CopiesTest() { alone_.ApplyAll(journals_); }

  const Journals journals_ = SomeOfEach();
  Reporting alone_;  // what it must come to
};

TEST_F(CopiesTest, EntriesThatBothAreSentHaveTheirEffectOnce) {
  TwoCopies copies;
  copies.copy(0).ApplyAll(journals_);
  copies.copy(1).ApplyAll(journals_);
  EXPECT_EQ(WithoutChanges(copies.copy(0).Dump()), WithoutChanges(alone_.Dump()));
}

TEST_F(CopiesTest, CopyThatAppliedNothingCatchesUp) {
  TwoCopies copies;
  for (const auto& [key, log] : journals_.logs()) {
    for (size_t first = 0; first < log.size(); first += 4) {
      ASSERT_TRUE(copies.copy(0).Apply(key.first, journals_.Batch(key, first, 4)).ok());
      if (first % 8 == 0) copies.CatchUpAll(1);
    }
  }
  copies.CatchUpAll(1);
  EXPECT_EQ(Describe(copies.copy(1).snapshots()), Describe(alone_.snapshots()));
}

TEST_F(CopiesTest, CopyThatIsTooFarBehindReadsTheCountyWhole) {
  TwoCopies copies;
  copies.copy(0).ApplyAll(journals_);
  copies.CatchUpAll(1);
  sql::Connection& connection = copies.copy(0).connection();
  ASSERT_TRUE(copies.copy(0).Apply("projects", journals_.Batch(kOfProjects, 0, 30)).ok());  // known
  ASSERT_TRUE(connection.Execute("DELETE FROM rollup_change").ok());
  ASSERT_TRUE(connection.Execute("DELETE FROM rollup WHERE county = '510524' AND series = 1").ok());
  journal::CompactRange long_log;
  while (long_log.size() <= kChangesKept + 30) long_log.Append(journal::LeafHash("entry"));
  ASSERT_TRUE(WriteLog(connection, kXuyong, "projects", long_log).ok());
  copies.CatchUpAll(1);
  copies.copy(0).Restart();
  EXPECT_EQ(Describe(copies.copy(1).snapshots()), Describe(copies.copy(0).snapshots()));
}

// Commits of so many entries each, up to the county's size.
void KeepCommits(sql::Connection& connection, std::initializer_list<int64_t> sizes) {
  const SeriesDeltas deltas{
      {{"p", "programme", v1::FACT_KIND_POSTING, ""}, {{5, {.count = 1}}, {6, {.count = 1}}}}};
  int64_t before = 0;
  for (const int64_t size : sizes) {
    const CountyCommit commit{size, "projects", before, size};
    ASSERT_TRUE(KeepChanges(connection, kXuyong, commit, deltas, std::array{1L}).ok());
    before = size;
  }
}

TEST_F(CopiesTest, ChangesThatLieTooFarBackAreForgotten) {
  TwoCopies copies;
  KeepCommits(copies.copy(0).connection(), {7, 64, 65, kChangesKept + 70});
  EXPECT_EQ(copies.copy(0).Dump()["rollup_change"].size(), 4u);
  EXPECT_EQ(copies.copy(0).Dump()["county_commit"].size(), 2u);
}

TEST_F(CopiesTest, CommitsOfSomeEntriesForgetAsMuchAsALargeOne) {
  TwoCopies one_by_one;
  KeepCommits(one_by_one.copy(0).connection(),
              {7, 64, 65, 128, 129, kChangesKept + 63, kChangesKept + 64, kChangesKept + 65,
               kChangesKept + 127, kChangesKept + 128, kChangesKept + 150});
  const auto commits = one_by_one.copy(0).Dump()["county_commit"];
  EXPECT_EQ(commits.size(), 7u) << "129 and what follows it";
}

RC_GTEST_FIXTURE_PROP(CopiesTest, WhoeverAppliesWhatAllKnowTheSame, ()) {
  TwoCopies copies;
  std::map<Journals::Key, size_t> next;
  const std::vector<Journals::Key> keys = {kOfProgrammes, kOfRegister, kOfProjects};
  const auto done = [&] {
    return std::all_of(keys.begin(), keys.end(), [&](const Journals::Key& key) {
      return next[key] >= journals_.logs().at(key).size();
    });
  };
  while (!done()) {
    const Journals::Key key = *rc::gen::elementOf(keys);
    const int number = *rc::gen::inRange(0, 2);
    const auto again = std::min(*rc::gen::inRange<size_t>(0, 5), next[key]);  // sent before
    const auto size = *rc::gen::inRange<size_t>(1, 20);
    const size_t first = next[key] - again;
    RC_ASSERT(copies.copy(number).Apply(key.first, journals_.Batch(key, first, size)).ok());
    next[key] = std::min(std::max(next[key], first + size), journals_.logs().at(key).size());
    if (*rc::gen::inRange(0, 3) == 0) copies.CatchUpAll(*rc::gen::inRange(0, 2));
  }
  for (const int number : {0, 1}) {
    copies.CatchUpAll(number);
    RC_ASSERT(Describe(copies.copy(number).snapshots()) == Describe(alone_.snapshots()));
  }
  sql::TableDump expected = alone_.Dump();
  for (const auto& [table, rows] : WithoutChanges(copies.copy(0).Dump())) {
    RC_LOG() << table << "\n";
    RC_ASSERT(rows == expected[table]);
  }
}

TEST_F(CopiesTest, NextPageFromACopyThatIsBehindIsForAnotherTime) {
  auto definitions = Definitions::Load(BANGFU_DEFINITIONS_DIR);
  ASSERT_TRUE(definitions.ok()) << definitions.status();
  v1::ExplainFigureRequest request;
  request.set_programme("programmes/cetc-2020");
  request.set_figure("people_paid");
  request.set_page_size(3);
  const auto explain = [&](Reporting& copy, v1::ExplainFigureResponse& page) -> absl::Status {
    const auto question = Parse(request, *definitions);
    if (!question.ok()) return question.status();
    const auto figure = Find(*question, copy.snapshots());
    if (!figure.ok()) return figure.status();
    page.Clear();
    return Answer(copy.connection(), *question, *figure, request, page);
  };
  TwoCopies copies;
  for (const Journals::Key& key : {kOfProgrammes, kOfRegister, kOfProjects}) {
    ASSERT_TRUE(copies.copy(0).Apply(key.first, journals_.Batch(key, 0, 20)).ok());
  }
  copies.CatchUpAll(1);
  ASSERT_TRUE(copies.copy(0).Apply("projects", journals_.Batch(kOfProjects, 20, 1)).ok());
  v1::ExplainFigureResponse page;
  ASSERT_EQ(explain(copies.copy(0), page), absl::OkStatus());
  ASSERT_NE(page.next_page_token(), "");
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(ReasonOf(explain(copies.copy(1), page)), "REPORTING_BEHIND");
  copies.CatchUpAll(1);
  EXPECT_EQ(explain(copies.copy(1), page), absl::OkStatus());
}

TEST_F(CopiesTest, BothAtOnceComeToTheSameAndKnowIt) {
  auto database = std::make_shared<sql::TestDatabase>();
  Reporting reader(database, Sharing::kShared);  // makes the tables
  RunningCopy first(*database);
  RunningCopy second(*database);
  std::vector<std::future<absl::Status>> outcomes;
  for (const auto& [key, log] : journals_.logs()) {
    for (size_t at = 0; at < log.size(); at += 2) {
      for (RunningCopy* copy : {&first, &second}) {
        outcomes.push_back(copy->Apply(key.first, journals_.Batch(key, at, 2)));
      }
    }
  }
  // Who is ahead of the other in a journal applies; the other finds its batches known.
  for (std::future<absl::Status>& outcome : outcomes) EXPECT_EQ(outcome.get(), absl::OkStatus());
  EXPECT_EQ(WithoutChanges(reader.Dump()), WithoutChanges(alone_.Dump()));
  for (RunningCopy* copy : {&first, &second}) {
    copy->refresher().Wake();  // as the bell does
    EXPECT_TRUE(
        Eventually([&] { return Describe(copy->snapshots()) == Describe(alone_.snapshots()); }));
  }
}

}  // namespace
}  // namespace bangfu::reporting
