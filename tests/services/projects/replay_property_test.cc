// The tables are a fold over the journal: replaying it into an empty database gives the same bytes,
// whatever was entered, refused or repeated before.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/projects/reverse_entry.h"
#include "tests/services/projects/world.h"

namespace bangfu::projects {
namespace {

// From `min` up to, and not including, `max`; all alike from the first run on.
int Any(int min, int max) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(min, max)); }

// Few ids, so that names meet again, with the same content and with other.
std::string AnyId(const char* prefix) { return prefix + std::to_string(Any(1, 9)); }

v1::Record AnyGlobalRecord() {
  switch (Any(0, 3)) {
    case 0: {
      v1::Record record = ProgrammeRecord(*rc::gen::element<std::string>("p", "q"));
      if (Any(0, 4) == 0) *record.mutable_programme()->mutable_end_date() = Day(2020, 1, 1);
      return record;
    }
    case 1: {
      v1::Record record = ProjectRecord(*rc::gen::element<std::string>("cattle", "trees"));
      v1::Project& project = *record.mutable_project();
      if (*rc::gen::arbitrary<bool>()) project.set_pillar(v1::PILLAR_VOLUNTEER_SERVICE);
      if (*rc::gen::arbitrary<bool>()) project.add_counties("counties/610826");
      return record;
    }
    default: {
      v1::Record record = AttestationRecord(AnyId("A"));
      if (*rc::gen::arbitrary<bool>()) record.mutable_attestation()->clear_project();
      return record;
    }
  }
}

v1::Record AnyLedgerRecord() {
  v1::Record record = *rc::gen::arbitrary<bool>() ? LedgerRecord(AnyId("L"))
                                                  : ReversalRecord(AnyId("L"), AnyId("L"));
  v1::LedgerEntry& entry = *record.mutable_ledger_entry();
  entry.set_amount_fen(*rc::gen::weightedElement<int64_t>({{1, 0}, {9, 100}, {3, 200}}));
  if (Any(0, 9) == 0) {
    entry.set_kind(v1::LEDGER_KIND_COLLECTIVE_COST);
    entry.set_counterparty("counties/510524/villages/510524101227");
  }
  if (Any(0, 9) == 0) entry.set_project("programmes/p/projects/trees");
  return record;
}

v1::Record AnyCountyRecord() {
  switch (Any(0, 7)) {
    case 0: {
      v1::Record record = ParticipationRecord(AnyId("P"));
      if (*rc::gen::arbitrary<bool>()) record.mutable_participation()->clear_end_date();
      return record;
    }
    case 1: {
      v1::Record record = PostingRecord(AnyId("S"));
      const int honours = Any(0, 3);
      for (int i = 0; i < honours; ++i) {
        *record.mutable_posting()->add_honours() = record.posting().honours(0);
      }
      return record;
    }
    case 2: {
      v1::Record record = FacilityRecord(AnyId("F"));
      record.mutable_facility()->set_service_kinds(0, static_cast<v1::ServiceKind>(Any(0, 6)));
      return record;
    }
    default:
      return AnyLedgerRecord();
  }
}

void ReverseAny(World& world, const std::string& request_id) {
  v1::ReverseLedgerEntryRequest request;
  request.set_name("counties/510524/ledgerEntries/" + AnyId("L"));
  request.set_reversal_id(AnyId("L"));
  *request.mutable_date() = Day(2017, 1, 1);
  request.set_request_id(request_id);
  v1::LedgerEntry reversal;
  auto transaction = sql::Transaction::Begin(world.connection(), sql::TransactionKind::kWrite);
  static_cast<void>(ReverseLedgerEntry(world.connection(), world.batches(), request, reversal));
  RC_ASSERT(transaction->Commit().ok());
}

void Act(World& world) {
  const std::string request_id = "r" + std::to_string(Any(0, 40));
  const bool validate_only = Any(0, 6) == 0;
  const int count = *rc::gen::weightedElement<int>({{4, 1}, {2, 2}, {1, 3}});
  std::vector<v1::Record> records;
  switch (Any(0, 6)) {
    case 0:
      return ReverseAny(world, request_id);
    case 1:
      for (int i = 0; i < count; ++i) records.push_back(AnyGlobalRecord());
      static_cast<void>(world.Try(request_id, "000000", records, validate_only));
      return;
    default:
      for (int i = 0; i < count; ++i) records.push_back(AnyCountyRecord());
      static_cast<void>(world.Try(request_id, "510524", records, validate_only));
  }
}

size_t Reversals(World& world) {
  size_t reversals = 0;
  for (const v1::Event& event : world.Events("510524")) {
    if (!event.ledger_entry_recorded().ledger_entry().reverses().empty()) ++reversals;
  }
  return reversals;
}

RC_GTEST_PROP(ReplayProperty, GivesTheSameTables, ()) {
  World world;
  world.Enter("base", "000000", {ProgrammeRecord(), ProjectRecord()});
  const int commands = Any(5, 40);
  for (int i = 0; i < commands; ++i) Act(world);
  World replayed;
  replayed.Replay(world);
  const auto tables = world.Dump();
  RC_ASSERT(replayed.Dump() == tables);
  RC_CLASSIFY(tables.at("ledger_entry").size() > 1, "several ledger entries");
  RC_CLASSIFY(Reversals(world) > 0, "reversals");
  RC_CLASSIFY(tables.at("posting_honour").size() > 1, "several honours");
}

}  // namespace
}  // namespace bangfu::projects
