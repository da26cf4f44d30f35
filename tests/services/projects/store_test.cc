// One suite for every kind of record's store: what is inserted is found as it was, once, and listed
// in the order of its ids.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/projects/attestation_store.h"
#include "services/projects/facility_store.h"
#include "services/projects/ledger_store.h"
#include "services/projects/participation_store.h"
#include "services/projects/posting_store.h"
#include "services/projects/programme_store.h"
#include "services/projects/project_store.h"
#include "tests/services/projects/world.h"

namespace bangfu::projects {
namespace {

// Of each kind: its name's struct, the functions of its store, a record with every field and how to
// take away all that may be absent.

struct Programmes {
  using Record = v1::Programme;
  using Name = names::ProgrammeName;
  static constexpr auto kInsert = InsertProgramme;
  static constexpr auto kFind = FindProgramme;
  static Record Full(const std::string& id) {
    Record record = ProgrammeRecord(id).programme();
    *record.mutable_end_date() = Day(2020, 12, 31);
    return record;
  }
  static void Bare(Record& record) {
    record.clear_end_date();
    record.mutable_titles()->RemoveLast();
    record.clear_guidelines();
    record.clear_modes();
    record.clear_designations();
  }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListProgrammes(connection, page);
  }
};

struct Projects {
  using Record = v1::Project;
  using Name = names::ProjectName;
  static constexpr auto kInsert = InsertProject;
  static constexpr auto kFind = FindProject;
  static Record Full(const std::string& id) {
    Record record = ProjectRecord(id).project();
    record.add_counties("counties/610826");
    return record;
  }
  static void Bare(Record& record) {
    record.clear_descriptions();
    record.clear_counties();
  }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListProjects(connection, names::ProgrammeName{"p"}, page);
  }
};

struct Attestations {
  using Record = v1::Attestation;
  using Name = names::AttestationName;
  static constexpr auto kInsert = InsertAttestation;
  static constexpr auto kFind = FindAttestation;
  static Record Full(const std::string& id) { return AttestationRecord(id).attestation(); }
  static void Bare(Record& record) { record.clear_project(); }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListAttestations(connection, names::ProgrammeName{"p"}, page);
  }
};

constexpr names::CountyName kCounty{"510524"};

struct Participations {
  using Record = v1::Participation;
  using Name = names::ParticipationName;
  static constexpr auto kInsert = InsertParticipation;
  static constexpr auto kFind = FindParticipation;
  static Record Full(const std::string& id) { return ParticipationRecord(id).participation(); }
  static void Bare(Record& record) {
    record.set_participant("counties/510524/households/H1");
    record.clear_end_date();
    record.clear_return_date();
  }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListParticipations(connection, kCounty, page);
  }
};

struct LedgerEntries {
  using Record = v1::LedgerEntry;
  using Name = names::LedgerEntryName;
  static constexpr auto kInsert = InsertLedgerEntry;
  static constexpr auto kFind = FindLedgerEntry;
  static Record Full(const std::string& id) {
    Record record = ReversalRecord(id, "of-" + id).ledger_entry();
    record.set_counterparty("counties/510524/households/H1/persons/1");
    return record;
  }
  static void Bare(Record& record) {
    record.set_counterparty("counties/510524/villages/510524101227");
    record.clear_document();
    record.clear_reverses();
  }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListLedgerEntries(connection, kCounty, page);
  }
};

struct Postings {
  using Record = v1::Posting;
  using Name = names::PostingName;
  static constexpr auto kInsert = InsertPosting;
  static constexpr auto kFind = FindPosting;
  static Record Full(const std::string& id) {
    Record record = PostingRecord(id).posting();
    *record.add_honours() = record.honours(0);
    record.mutable_honours(1)->clear_document();
    return record;
  }
  static void Bare(Record& record) {
    record.set_place("counties/510524");
    record.clear_end_date();
    record.clear_honours();
    record.clear_promotion_date();
  }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListPostings(connection, kCounty, page);
  }
};

struct Facilities {
  using Record = v1::Facility;
  using Name = names::FacilityName;
  static constexpr auto kInsert = InsertFacility;
  static constexpr auto kFind = FindFacility;
  static Record Full(const std::string& id) {
    Record record = FacilityRecord(id).facility();
    AddText(record.mutable_titles(), "en", "station");
    return record;
  }
  static void Bare(Record& record) { record.mutable_titles()->RemoveLast(); }
  static auto List(sql::Connection& connection, const records::PageQuery& page) {
    return ListFacilities(connection, kCounty, page);
  }
};

template <typename Kind>
class StoreTest : public ::testing::Test {
 protected:
  using Record = typename Kind::Record;

  bool Insert(const Record& record) {
    const absl::StatusOr<bool> inserted = Kind::kInsert(world_.connection(), record, 7);
    EXPECT_TRUE(inserted.ok()) << inserted.status();
    return inserted.ok() && *inserted;
  }
  // As text, empty when there is none.
  std::string Find(const Record& record) {
    const auto found = Kind::kFind(world_.connection(), *Kind::Name::Parse(record.name()));
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() && found->has_value() ? (*found)->DebugString() : "";
  }

  World world_;
};

using Kinds = ::testing::Types<Programmes, Projects, Attestations, Participations, LedgerEntries,
                               Postings, Facilities>;
TYPED_TEST_SUITE(StoreTest, Kinds);

TYPED_TEST(StoreTest, WhatWasInsertedIsFoundAsItWas) {
  const auto full = TypeParam::Full("a");
  ASSERT_TRUE(this->Insert(full));
  EXPECT_EQ(this->Find(full), full.DebugString());
}

TYPED_TEST(StoreTest, WhatMayBeAbsentStaysAbsent) {
  auto bare = TypeParam::Full("a");
  TypeParam::Bare(bare);
  ASSERT_TRUE(this->Insert(bare));
  EXPECT_EQ(this->Find(bare), bare.DebugString());
}

TYPED_TEST(StoreTest, ANameIsInsertedOnceAndKeepsItsFirstContent) {
  const auto full = TypeParam::Full("a");
  auto bare = full;
  TypeParam::Bare(bare);
  ASSERT_TRUE(this->Insert(full));
  EXPECT_FALSE(this->Insert(bare));
  EXPECT_EQ(this->Find(full), full.DebugString());
}

TYPED_TEST(StoreTest, WhatWasNeverInsertedIsNotFound) {
  ASSERT_TRUE(this->Insert(TypeParam::Full("a")));
  EXPECT_EQ(this->Find(TypeParam::Full("b")), "");
}

TYPED_TEST(StoreTest, ListsBeginAfterAKeyAndEndAtTheLimit) {
  std::vector<std::string> expected;
  for (const char* id : {"c", "a", "d", "b"}) ASSERT_TRUE(this->Insert(TypeParam::Full(id)));
  for (const char* id : {"b", "c"}) expected.push_back(TypeParam::Full(id).DebugString());
  const auto listed = TypeParam::List(this->world_.connection(), {"a", 2});
  ASSERT_TRUE(listed.ok()) << listed.status();
  std::vector<std::string> found;
  for (const auto& record : *listed) found.push_back(record.DebugString());
  EXPECT_EQ(found, expected);
}

TEST(LedgerStoreTest, TheReversalOfAnEntryIsFound) {
  World world;
  const auto reversal = ReversalRecord("L2", "L1").ledger_entry();
  ASSERT_TRUE(*InsertLedgerEntry(world.connection(), reversal, 0));
  std::vector<std::string> found;
  const absl::Status asked =
      FindReversals(world.connection(), {{"510524", "L1"}, {"510524", "L2"}, {"610826", "L1"}},
                    [&](const names::LedgerEntryName& reversed, const std::string& by) {
                      found.push_back(reversed.ToString() + " by " + by);
                    });
  EXPECT_TRUE(asked.ok()) << asked;
  EXPECT_THAT(found,
              ::testing::ElementsAre("counties/510524/ledgerEntries/L1 by " + reversal.name()));
  // The index holds when nobody asked before.
  EXPECT_FALSE(
      InsertLedgerEntry(world.connection(), ReversalRecord("L3", "L1").ledger_entry(), 1).ok());
}

TEST(LedgerStoreTest, ManyEntriesAreFoundAsTheyWere) {
  World world;
  std::vector<std::string> expected;
  for (const char* id : {"L1", "L2"}) {
    const v1::LedgerEntry entry = LedgerEntries::Full(id);
    ASSERT_TRUE(*InsertLedgerEntry(world.connection(), entry, 0));
    expected.push_back(entry.DebugString());
  }
  std::vector<std::string> found;
  const absl::Status asked = FindLedgerEntries(
      world.connection(), {{"510524", "L1"}, {"510524", "none"}, {"510524", "L2"}},
      [&](const names::LedgerEntryName& name, const v1::LedgerEntry& entry) {
        EXPECT_EQ(name.ToString(), entry.name());
        found.push_back(entry.DebugString());
      });
  EXPECT_TRUE(asked.ok()) << asked;
  EXPECT_EQ(found, expected);
}

TEST(ProgrammeStoreTest, ProgrammesAndTheirCountiesAreKnown) {
  World world;
  ASSERT_TRUE(*InsertProgramme(world.connection(), ProgrammeRecord().programme(), 0));
  std::vector<std::string> found;
  absl::Status asked =
      FindExisting(world.connection(), std::vector<names::ProgrammeName>{{"none"}, {"p"}},
                   [&](const names::ProgrammeName& name) { found.push_back(name.ToString()); });
  EXPECT_TRUE(asked.ok()) << asked;
  asked = FindDesignated(
      world.connection(), {{{"p"}, "510524"}, {{"none"}, "510524"}, {{"p"}, "610827"}},
      [&](const ProgrammeInCounty& pair) { found.push_back(std::string(pair.county)); });
  EXPECT_TRUE(asked.ok()) << asked;
  EXPECT_THAT(found, ::testing::ElementsAre("programmes/p", "510524"));
}

TEST(ProjectStoreTest, AProjectIsKnownToRunWhereItRuns) {
  World world;
  ASSERT_TRUE(*InsertProject(world.connection(), ProjectRecord().project(), 0));
  const std::vector<names::ProjectName> asked = {{"p", "cattle"}, {"p", "none"}};
  for (const char* county : {"510524", "610826"}) {
    const bool runs_here = county == std::string_view("510524");
    int found_count = 0;
    const absl::Status found =
        FindProjectsInCounty(world.connection(), asked, county,
                             [&](const names::ProjectName& name, const ProjectInCounty& project) {
                               ++found_count;
                               EXPECT_EQ(name.project, "cattle");
                               EXPECT_EQ(project.runs_here, runs_here);
                               EXPECT_EQ(project.pillar, v1::PILLAR_INDUSTRY);
                             });
    EXPECT_TRUE(found.ok()) << found;
    EXPECT_EQ(found_count, 1);
  }
}

}  // namespace
}  // namespace bangfu::projects
