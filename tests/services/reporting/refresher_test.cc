#include "services/reporting/refresher.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/services/common/eventually.h"
#include "tests/services/reporting/copies.h"

namespace bangfu::reporting {
namespace {

// `writer_` applies, `copy_` has to learn of it.
class RefresherTest : public ::testing::Test {
 protected:
  void Apply(const Journals::Key& key, size_t first, size_t count) {
    ASSERT_EQ(writer_.Apply(key.first, journals_.Batch(key, first, count)), absl::OkStatus());
  }
  void Execute(const std::string& script) {
    ASSERT_EQ(writer_.connection().Execute(script), absl::OkStatus());
  }
  // The database as it was before the first entry.
  void LoseAll() {
    for (const auto& [table, rows] : writer_.Dump()) {
      if (table != "schema_version") Execute("DELETE FROM " + table);
    }
    writer_.Restart();
  }
  void ExpectToBeKnown() {
    copy_->refresher().Wake();  // as the bell does
    EXPECT_TRUE(
        Eventually([&] { return Describe(copy_->snapshots()) == Describe(writer_.snapshots()); }));
  }

  const Journals journals_ = SomeOfEach();
  std::shared_ptr<sql::TestDatabase> database_ = std::make_shared<sql::TestDatabase>();
  Reporting writer_{database_, Sharing::kShared};
  std::unique_ptr<RunningCopy> copy_ = std::make_unique<RunningCopy>(*database_);
};

TEST_F(RefresherTest, WhatOthersApplyIsKnown) {
  Apply(kOfProgrammes, 0, 1);
  ExpectToBeKnown();
  Apply(kOfProjects, 0, 9);
  Apply(kOfRegister, 0, 9);
  ExpectToBeKnown();
  Apply(kOfProjects, 9, 9);
  ExpectToBeKnown();
}

TEST_F(RefresherTest, CountyThatWentBackIsReadWhole) {
  for (const Journals::Key& key : {kOfProgrammes, kOfRegister, kOfProjects}) Apply(key, 0, 20);
  ExpectToBeKnown();
  LoseAll();  // as a server does that falls with commits that it has not written
  for (const Journals::Key& key : {kOfProgrammes, kOfRegister, kOfProjects}) Apply(key, 0, 12);
  ExpectToBeKnown();
}

TEST_F(RefresherTest, CountyOfWhichAllIsLostIsKnownNoMore) {
  for (const Journals::Key& key : {kOfProgrammes, kOfRegister, kOfProjects}) Apply(key, 0, 20);
  ExpectToBeKnown();
  EXPECT_EQ(copy_->times_went_back(), 0);
  LoseAll();
  ExpectToBeKnown();
  EXPECT_TRUE(Eventually([&] { return copy_->times_went_back() == 1; }));
  for (const Journals::Key& key : {kOfProgrammes, kOfRegister, kOfProjects}) Apply(key, 0, 20);
  ExpectToBeKnown();
  EXPECT_EQ(copy_->times_went_back(), 1);
}

TEST_F(RefresherTest, CountyThatCannotBeReadHoldsUpNoOther) {
  Apply(kOfProgrammes, 0, 1);
  Apply(kOfProjects, 0, 20);
  ASSERT_EQ(writer_.connection()
                .Prepare("UPDATE followed_log SET right_edge = ?1 WHERE county = '000000'")
                ->Bind(1, sql::Blob(std::string_view("torn")))
                .Run(),
            absl::OkStatus());
  copy_->refresher().Wake();
  EXPECT_TRUE(Eventually([&] {
    const CountySnapshotPtr county = copy_->snapshots().Find(kXuyong);
    return county && county->SizeOf("projects") == 20;
  }));
  EXPECT_EQ(copy_->snapshots().Find("000000"), nullptr);
}

TEST_F(RefresherTest, CountyThatWentBackToAsManyOtherEntriesIsReadWhole) {
  Apply(kOfRegister, 0, 10);
  Apply(kOfProjects, 0, 20);
  ExpectToBeKnown();
  LoseAll();
  Apply(kOfRegister, 0, 20);
  Apply(kOfProjects, 0, 10);
  ExpectToBeKnown();
}

TEST_F(RefresherTest, CommitsOfAnotherHistoryAreNotAddedUp) {
  Apply(kOfRegister, 0, 10);
  Apply(kOfProjects, 0, 20);
  ExpectToBeKnown();
  LoseAll();
  Apply(kOfRegister, 0, 20);
  Apply(kOfProjects, 0, 10);  // as many as were known
  Apply(kOfProjects, 10, 15);
  ExpectToBeKnown();
}

TEST_F(RefresherTest, CountyWhoseChangesWereNotKeptIsReadWhole) {
  Apply(kOfProjects, 0, 5);
  ExpectToBeKnown();
  Apply(kOfProjects, 5, 5);
  Execute("DELETE FROM rollup_change");
  Execute("DELETE FROM county_commit");
  Apply(kOfProjects, 10, 5);
  ExpectToBeKnown();
}

TEST_F(RefresherTest, WhoeverIsAloneReadsWhole) {
  copy_ = std::make_unique<RunningCopy>(*database_, Sharing::kAlone);
  Apply(kOfProjects, 0, 5);
  ExpectToBeKnown();
  Execute("DELETE FROM rollup_change");
  Apply(kOfProjects, 5, 5);
  ExpectToBeKnown();
}

TEST_F(RefresherTest, FailureIsTriedAgainByItself) {
  Apply(kOfProjects, 0, 5);
  Execute("ALTER TABLE followed_log RENAME TO hidden");
  copy_->refresher().Wake();
  copy_->AwaitReader();
  Execute("ALTER TABLE hidden RENAME TO followed_log");
  EXPECT_TRUE(
      Eventually([&] { return Describe(copy_->snapshots()) == Describe(writer_.snapshots()); }));
}

TEST_F(RefresherTest, StopsAtAnyMoment) {
  for (size_t i = 0; i < 20; ++i) {
    Apply(kOfProjects, i, 1);
    copy_ = std::make_unique<RunningCopy>(*database_);
    copy_->refresher().Wake();
    if (i % 2 == 1) copy_->refresher().Wake();
    copy_->refresher().Stop();
    copy_->refresher().Wake();  // nothing comes of it
  }
}

}  // namespace
}  // namespace bangfu::reporting
