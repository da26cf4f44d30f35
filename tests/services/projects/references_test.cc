// What the records of a batch name is looked up together, and answered as if it were looked up at
// each: also where they name what earlier ones of the batch entered.
#include "services/projects/references.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/projects/world.h"

namespace bangfu::projects {
namespace {

using journal::v1::BatchResult;
using ::testing::ElementsAre;

// Each as "index field".
std::vector<std::string> Violations(const BatchResult& result) {
  std::vector<std::string> found;
  for (const auto& violation : result.violations()) {
    found.push_back(std::to_string(violation.record_index()) + " " + violation.field());
  }
  return found;
}

// A project in the `count` counties from 620000 on.
v1::Record WideProject(const std::string& id, int count) {
  v1::Record record = ProjectRecord(id);
  record.mutable_project()->clear_counties();
  for (int i = 0; i < count; ++i) {
    record.mutable_project()->add_counties("counties/" + std::to_string(620'000 + i));
  }
  return record;
}

// A programme that answers for every other of the counties from 620000 on.
v1::Record WideProgramme(int count) {
  v1::Record record = ProgrammeRecord();
  record.mutable_programme()->clear_designations();
  for (int i = 0; i < count; i += 2) {
    v1::Designation& designation = *record.mutable_programme()->add_designations();
    designation.set_county("counties/" + std::to_string(620'000 + i));
    *designation.mutable_start_date() = Day(2012, 11, 1);
  }
  return record;
}

TEST(ReferencesTest, EachCountyThatTheProgrammeDoesNotAnswerForIsNamedInOrder) {
  World world;
  world.Enter("r0", "000000", {WideProgramme(300)});
  const BatchResult refused =
      world.Enter("r1", "000000", {WideProject("a", 5), WideProject("b", 1), WideProject("c", 4)});
  EXPECT_THAT(Violations(refused), ElementsAre("0 project.counties[1]", "0 project.counties[3]",
                                               "2 project.counties[1]", "2 project.counties[3]"));
  EXPECT_EQ(refused.violations(0).reason(), journal::v1::VIOLATION_REASON_INVALID_FIELD);
  EXPECT_EQ(refused.violations(1).description(),
            "found counties/620003, expected a county that programmes/p answers for");
  // Of the 150 that are wrong in all of them the first fifty are listed.
  const BatchResult many = world.Enter("r2", "000000", {WideProject("a", 300)});
  EXPECT_EQ(many.violations(49).field(), "project.counties[99]");
  EXPECT_EQ(many.violations_left_out(), 100);
}

TEST(ReferencesTest, AProjectMayBeOfAProgrammeThatItsBatchBrings) {
  World world;
  const BatchResult refused =
      world.Enter("r0", "000000", {WideProgramme(4), WideProject("a", 4), AttestationRecord()});
  EXPECT_THAT(Violations(refused), ElementsAre("1 project.counties[1]", "1 project.counties[3]",
                                               "2 attestation.project"));
  EXPECT_EQ(world.Enter("r1", "000000", {WideProgramme(4), WideProject("a", 1)}).recorded_count(),
            2);
}

TEST(ReferencesTest, WhatComesLaterInTheBatchIsNotThereYet) {
  World world;
  EXPECT_THAT(Violations(world.Enter("r0", "000000",
                                     {ProjectRecord(), AttestationRecord(), ProgrammeRecord()})),
              ElementsAre("0 project.name", "1 attestation.name"));
  EXPECT_THAT(Violations(world.Enter("r1", "000000",
                                     {ProgrammeRecord(), AttestationRecord(), ProjectRecord()})),
              ElementsAre("1 attestation.project"));
}

TEST(ReferencesTest, ARefusedProgrammeAnswersForNothing) {
  World world;
  world.Enter("r0", "000000", {WideProgramme(2)});
  // Stands there with other content: what it would answer for does not count.
  EXPECT_THAT(Violations(world.Enter("r1", "000000", {WideProgramme(4), WideProject("a", 3)})),
              ElementsAre("0 programme.name", "1 project.counties[1]", "1 project.counties[2]"));
  v1::Record untitled = ProgrammeRecord("q");
  untitled.mutable_programme()->clear_titles();
  v1::Record of_it = ProjectRecord();
  of_it.mutable_project()->set_name("programmes/q/projects/x");
  EXPECT_THAT(Violations(world.Enter("r2", "000000", {untitled, of_it})),
              ElementsAre("0 programme.titles", "1 project.name"));
}

TEST(ReferencesTest, EntriesOfTheBatchAndOfTheDatabaseAreReversedAlike) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  world.Enter("r1", "510524", {LedgerRecord("L1")});
  const BatchResult entered = world.Enter(
      "r2", "510524", {ReversalRecord("R1", "L1"), LedgerRecord("L2"), ReversalRecord("R2", "L2")});
  EXPECT_EQ(entered.recorded_count(), 3) << entered.ShortDebugString();
}

TEST(ReferencesTest, AMirrorIsHeldAgainstWhatTheBatchOrTheDatabaseHas) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  world.Enter("r1", "510524", {LedgerRecord("L1")});
  v1::Record first = ReversalRecord("R1", "L1");
  first.mutable_ledger_entry()->set_amount_fen(7);
  v1::Record second = ReversalRecord("R2", "L2");
  *second.mutable_ledger_entry()->mutable_date() = Day(2016, 5, 5);
  EXPECT_THAT(Violations(world.Enter("r2", "510524", {first, LedgerRecord("L2"), second})),
              ElementsAre("0 ledger_entry.amount_fen", "2 ledger_entry.date"));
}

TEST(ReferencesTest, AnEntryIsReversedOnceByWhoeverComesFirst) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  world.Enter("r1", "510524", {LedgerRecord("L1"), LedgerRecord("L2"), ReversalRecord("R1", "L1")});
  const BatchResult refused = world.Enter("r2", "510524",
                                          {ReversalRecord("A1", "L1"), ReversalRecord("A2", "L2"),
                                           ReversalRecord("A3", "L2"), ReversalRecord("A4", "A2")});
  EXPECT_THAT(Violations(refused), ElementsAre("0 ledger_entry.reverses", "2 ledger_entry.reverses",
                                               "3 ledger_entry.reverses"));
  EXPECT_EQ(refused.violations(0).description(),
            "found counties/510524/ledgerEntries/L1, which counties/510524/ledgerEntries/R1 "
            "reverses already, expected an entry that is not reversed");
  EXPECT_EQ(refused.violations(1).description(),
            "found counties/510524/ledgerEntries/L2, which counties/510524/ledgerEntries/A2 "
            "reverses already, expected an entry that is not reversed");
}

TEST(ReferencesTest, WhatIsNotEnteredIsNotReversed) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  v1::Record nothing = LedgerRecord("L1");
  nothing.mutable_ledger_entry()->set_amount_fen(0);
  v1::Record of_none = LedgerRecord("L2");
  of_none.mutable_ledger_entry()->set_project("programmes/p/projects/none");
  EXPECT_THAT(
      Violations(
          world.Enter("r1", "510524",
                      {nothing, ReversalRecord("R1", "L1"), of_none, ReversalRecord("R2", "L2"),
                       ReversalRecord("R3", "L3"), LedgerRecord("L3")})),
      ElementsAre("0 ledger_entry.amount_fen", "1 ledger_entry.reverses", "2 ledger_entry.project",
                  "3 ledger_entry.reverses", "4 ledger_entry.reverses"));
}

// A batch with records that stand there is written anew, row by row: what its first try entered is
// forgotten.
TEST(ReferencesTest, RecordsThatStandThereChangeNothingForTheOthers) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  world.Enter("r1", "510524", {LedgerRecord("L1"), LedgerRecord("L2")});
  // As a reversal L2 is refused, so that L3 is the one that reverses L1.
  EXPECT_THAT(Violations(world.Enter("r2", "510524",
                                     {ReversalRecord("L2", "L1"), ReversalRecord("L3", "L1")})),
              ElementsAre("0 ledger_entry.name"));
  const std::vector<v1::Record> records = {LedgerRecord("L1"), LedgerRecord("L3"),
                                           ReversalRecord("R3", "L3"), ReversalRecord("R1", "L1")};
  const BatchResult entered = world.Enter("r3", "510524", records);
  EXPECT_EQ(entered.unchanged_count(), 1) << entered.ShortDebugString();
  EXPECT_EQ(entered.recorded_count(), 3);
  EXPECT_EQ(world.Enter("r4", "510524", records).unchanged_count(), 4);
}

// Each statement is a way to a server, and back.
class StatementsOfABatchTest : public ::testing::Test {
 protected:
  StatementsOfABatchTest() {
    v1::Record wide = WideProgramme(1000);
    wide.mutable_programme()->set_name("programmes/wide");
    std::vector<v1::Record> records = GlobalRecords();
    records.push_back(wide);
    EXPECT_EQ(world_.Enter("r", "000000", records).recorded_count(), 4);
  }

  // Statements that a batch takes.
  uint64_t Enter(const std::string& county, const std::vector<v1::Record>& records,
                 bool is_refused) {
    const sql::StatementCacheStats& stats = world_.connection().statement_cache_stats();
    const uint64_t before = stats.hits + stats.prepared;
    const BatchResult result = world_.Enter("r" + std::to_string(requests_++), county, records);
    EXPECT_EQ(result.violations_size() > 0, is_refused) << result.ShortDebugString();
    return stats.hits + stats.prepared - before;
  }

  World world_;
  int requests_ = 0;
};

TEST_F(StatementsOfABatchTest, MoreCountiesOfAProjectTakeNoMore) {
  const auto with_counties = [](const std::string& id, int count) {
    v1::Record record = ProjectRecord();
    record.mutable_project()->set_name("programmes/wide/projects/" + id);
    record.mutable_project()->clear_counties();
    for (int i = 0; i < count; ++i) {
      record.mutable_project()->add_counties("counties/" + std::to_string(620'000 + 2 * i));
    }
    return record;
  };
  EXPECT_EQ(Enter("000000", {with_counties("a", 500)}, /*is_refused=*/false),
            Enter("000000", {with_counties("b", 1)}, /*is_refused=*/false));
}

// Refused records are looked at and not written: what they cost is the looks alone.
TEST_F(StatementsOfABatchTest, MoreRecordsTakeNoMoreLooks) {
  const auto projects = [](int count) {
    std::vector<v1::Record> records;
    for (int i = 0; i < count; ++i) {
      records.push_back(WideProject("p" + std::to_string(i), i + 1));
      records.push_back(AttestationRecord("a" + std::to_string(i)));
      records.back().mutable_attestation()->set_project("programmes/p/projects/none");
    }
    return records;
  };
  EXPECT_EQ(Enter("000000", projects(30), true), Enter("000000", projects(1), true));
  const auto elsewhere = [](int count) {
    std::vector<v1::Record> records;
    for (int i = 0; i < count; ++i) {
      const std::string id = std::to_string(i);
      records.push_back(ReversalRecord("R" + id, "L" + id));
      records.push_back(PostingRecord("S" + id));
      records.back().mutable_posting()->set_programme("programmes/wide");
      records.push_back(FacilityRecord("F" + id));
      records.back().mutable_facility()->set_programme("programmes/none" + id);
    }
    return records;
  };
  EXPECT_EQ(Enter("510524", elsewhere(30), true), Enter("510524", elsewhere(1), true));
}

}  // namespace
}  // namespace bangfu::projects
