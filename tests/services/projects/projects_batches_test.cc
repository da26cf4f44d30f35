// What becomes of a batch: references, idempotency, all or nothing, what the journal says.
#include "services/projects/projects_batches.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/projects/world.h"

namespace bangfu::projects {
namespace {

using journal::v1::BatchResult;
using journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT;
using journal::v1::VIOLATION_REASON_INVALID_FIELD;
using journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND;
using journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH;

TEST(ProjectsBatchesTest, AProgrammeWithEverythingInItIsEntered) {
  World world;
  world.EnterAll();
  EXPECT_EQ(world.LogSize("000000"), 3);
  EXPECT_EQ(world.LogSize("510524"), 5);
}

TEST(ProjectsBatchesTest, TheSameRecordsAgainAreUnchanged) {
  World world;
  world.EnterAll();
  EXPECT_EQ(world.Enter("again-0", "000000", GlobalRecords()).unchanged_count(), 3);
  EXPECT_EQ(world.Enter("again-1", "510524", CountyRecords()).unchanged_count(), 5);
  EXPECT_EQ(world.LogSize("510524"), 5);
}

TEST(ProjectsBatchesTest, TheSameRequestAgainIsAnsweredAsBefore) {
  World world;
  const BatchResult first = world.Enter("r", "000000", GlobalRecords());
  BatchResult again = world.Enter("r", "000000", GlobalRecords());
  EXPECT_TRUE(again.repeated());
  again.clear_repeated();
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(world.LogSize("000000"), 3);
}

TEST(ProjectsBatchesTest, ARequestIdIsNotForOtherContent) {
  World world;
  world.Enter("r", "000000", {ProgrammeRecord()});
  const auto reused = world.Try("r", "000000", {ProgrammeRecord(), ProjectRecord()});
  EXPECT_EQ(reused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(reused.status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(world.LogSize("000000"), 1);
}

TEST(ProjectsBatchesTest, NothingOverwritesARecord) {
  World world;
  world.EnterAll();
  const auto before = world.Dump();
  std::vector<v1::Record> global = GlobalRecords();
  global[0].mutable_programme()->mutable_designations()->RemoveLast();
  global[1].mutable_project()->set_model(v1::PROJECT_MODEL_OTHER);
  global[2].mutable_attestation()->set_document("statement/2");
  std::vector<v1::Record> local = CountyRecords();
  local[0].mutable_participation()->clear_end_date();
  local[1].mutable_ledger_entry()->set_document("");
  local[2].mutable_ledger_entry()->set_document("voucher/other");
  local[3].mutable_posting()->clear_honours();
  local[4].mutable_facility()->mutable_service_kinds()->RemoveLast();
  const BatchResult refused_global = world.Enter("r0", "000000", global);
  const BatchResult refused_local = world.Enter("r1", "510524", local);
  EXPECT_EQ(refused_global.violations_size(), 3);
  EXPECT_EQ(refused_local.violations_size(), 5);
  for (const BatchResult& result : {refused_global, refused_local}) {
    for (const auto& violation : result.violations()) {
      EXPECT_EQ(violation.reason(), VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT)
          << violation.ShortDebugString();
    }
  }
  EXPECT_EQ(world.Dump(), before);
}

TEST(ProjectsBatchesTest, ABadRecordRefusesTheBatchAndAllBadOnesAreListed) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  const auto before = world.Dump();
  std::vector<v1::Record> records = {LedgerRecord("L1"), LedgerRecord("L2"), LedgerRecord("L3"),
                                     LedgerRecord("L4")};
  records[1].mutable_ledger_entry()->set_amount_fen(0);
  records[3].mutable_ledger_entry()->set_project("programmes/p/projects/none");
  const BatchResult result = world.Enter("r1", "510524", records);
  ASSERT_EQ(result.violations_size(), 2);
  EXPECT_EQ(result.violations(0).record_index(), 1);
  EXPECT_EQ(result.violations(0).field(), "ledger_entry.amount_fen");
  EXPECT_EQ(result.violations(1).record_index(), 3);
  EXPECT_EQ(result.violations(1).field(), "ledger_entry.project");
  EXPECT_EQ(result.recorded_count(), 0);
  EXPECT_EQ(world.LogSize("510524"), 0);
  EXPECT_EQ(world.Dump(), before);
}

TEST(ProjectsBatchesTest, OnlyValidatedIsNotWritten) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  const auto before = world.Dump();
  const auto result = world.Try("r1", "510524", CountyRecords(), /*validate_only=*/true);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->recorded_count(), 5);
  EXPECT_EQ(world.Dump(), before);
  EXPECT_EQ(world.LogSize("510524"), 0);
  // Nor is the request remembered.
  EXPECT_FALSE(world.Enter("r1", "510524", CountyRecords()).repeated());
}

TEST(ProjectsBatchesTest, EventsOfACountyCarryThePillarOfTheirProject) {
  World world;
  world.EnterAll();
  const std::vector<v1::Event> events = world.Events("510524");
  ASSERT_EQ(events.size(), 5u);
  EXPECT_EQ(events[0].participation_recorded().pillar(), v1::PILLAR_INDUSTRY);
  EXPECT_EQ(events[1].ledger_entry_recorded().pillar(), v1::PILLAR_INDUSTRY);
  EXPECT_EQ(events[1].ledger_entry_recorded().ledger_entry().SerializeAsString(),
            LedgerRecord().ledger_entry().SerializeAsString());
}

// Spoils a record that stands in a world of `GlobalRecords` so that what it names is not there, or
// does not fit.
struct Misfit {
  const char* field;
  journal::v1::ViolationReason reason;
  const char* missing;
  v1::Record record;
};

v1::Record With(v1::Record record, const std::function<void(v1::Record&)>& change) {
  change(record);
  return record;
}

std::vector<Misfit> Misfits() {
  return {
      {"project.name", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/q",
       With(ProjectRecord(),
            [](auto& r) { r.mutable_project()->set_name("programmes/q/projects/x"); })},
      {"project.counties[1]", VIOLATION_REASON_INVALID_FIELD, "",
       With(ProjectRecord("x"),
            [](auto& r) { r.mutable_project()->add_counties("counties/610827"); })},
      {"attestation.name", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/q",
       With(AttestationRecord(),
            [](auto& r) {
              r.mutable_attestation()->set_name("programmes/q/attestations/x");
              r.mutable_attestation()->clear_project();
            })},
      {"attestation.project", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/p/projects/none",
       With(AttestationRecord("x"),
            [](auto& r) { r.mutable_attestation()->set_project("programmes/p/projects/none"); })},
      {"participation.project", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/p/projects/none",
       With(ParticipationRecord(),
            [](auto& r) { r.mutable_participation()->set_project("programmes/p/projects/none"); })},
      {"ledger_entry.project", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/p/projects/none",
       With(LedgerRecord(),
            [](auto& r) { r.mutable_ledger_entry()->set_project("programmes/p/projects/none"); })},
      {"ledger_entry.reverses", VIOLATION_REASON_REFERENCE_NOT_FOUND,
       "counties/510524/ledgerEntries/L1", ReversalRecord()},
      {"posting.programme", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/q",
       With(PostingRecord(), [](auto& r) { r.mutable_posting()->set_programme("programmes/q"); })},
      {"facility.programme", VIOLATION_REASON_REFERENCE_NOT_FOUND, "programmes/q",
       With(FacilityRecord(),
            [](auto& r) { r.mutable_facility()->set_programme("programmes/q"); })},
  };
}

TEST(ProjectsBatchesTest, WhatDoesNotExistOrFitIsNamed) {
  for (const Misfit& misfit : Misfits()) {
    World world;
    world.Enter("r0", "000000", GlobalRecords());
    const std::string county =
        std::string(misfit.field).starts_with("project.") || misfit.record.has_attestation()
            ? "000000"
            : "510524";
    const BatchResult result = world.Enter("r1", county, {misfit.record});
    ASSERT_EQ(result.violations_size(), 1) << misfit.field;
    EXPECT_EQ(result.violations(0).field(), misfit.field);
    EXPECT_EQ(result.violations(0).reason(), misfit.reason) << misfit.field;
    EXPECT_EQ(result.violations(0).missing_resource(), misfit.missing);
  }
}

// A county that the programme answers for, but where the project does not run.
TEST(ProjectsBatchesTest, AProjectHasRecordsOnlyWhereItRuns) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  v1::Record entry = LedgerRecord();
  entry.mutable_ledger_entry()->set_name("counties/610826/ledgerEntries/L1");
  entry.mutable_ledger_entry()->set_counterparty("counties/610826/households/H1");
  const BatchResult result = world.Enter("r1", "610826", {entry});
  ASSERT_EQ(result.violations_size(), 1);
  EXPECT_EQ(result.violations(0).field(), "ledger_entry.project");
  EXPECT_EQ(result.violations(0).reason(), VIOLATION_REASON_INVALID_FIELD);
}

TEST(ProjectsBatchesTest, AProgrammeHasPostingsAndFacilitiesOnlyWhereItAnswers) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  v1::Record posting = PostingRecord();
  posting.mutable_posting()->set_name("counties/610827/postings/S1");
  posting.mutable_posting()->set_place("counties/610827");
  v1::Record facility = FacilityRecord();
  facility.mutable_facility()->set_name("counties/610827/facilities/F1");
  facility.mutable_facility()->set_village("counties/610827/villages/610827101227");
  const BatchResult result = world.Enter("r1", "610827", {posting, facility});
  ASSERT_EQ(result.violations_size(), 2);
  EXPECT_EQ(result.violations(0).field(), "posting.programme");
  EXPECT_EQ(result.violations(1).field(), "facility.programme");
}

TEST(ProjectsBatchesTest, AnEntryIsReversedOnce) {
  World world;
  world.EnterAll();
  const BatchResult twice = world.Enter("r1", "510524", {ReversalRecord("L3", "L1")});
  ASSERT_EQ(twice.violations_size(), 1);
  EXPECT_EQ(twice.violations(0).field(), "ledger_entry.reverses");
  EXPECT_EQ(twice.violations(0).reason(), VIOLATION_REASON_REVERSAL_MISMATCH);
}

TEST(ProjectsBatchesTest, AnEntryIsReversedOnceWithinABatchToo) {
  World world;
  world.Enter("r0", "000000", GlobalRecords());
  const BatchResult twice = world.Enter(
      "r1", "510524", {LedgerRecord(), ReversalRecord("L2", "L1"), ReversalRecord("L3", "L1")});
  ASSERT_EQ(twice.violations_size(), 1);
  EXPECT_EQ(twice.violations(0).record_index(), 2);
  EXPECT_EQ(world.LogSize("510524"), 0);
}

TEST(ProjectsBatchesTest, AReversalIsNotReversed) {
  World world;
  world.EnterAll();
  const BatchResult refused = world.Enter("r1", "510524", {ReversalRecord("L3", "L2")});
  ASSERT_EQ(refused.violations_size(), 1);
  EXPECT_EQ(refused.violations(0).reason(), VIOLATION_REASON_REVERSAL_MISMATCH);
}

}  // namespace
}  // namespace bangfu::projects
