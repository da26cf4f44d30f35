// What a sheet is told of a programme, on which day.
#include "services/projects/programme_profile.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/journal/merkle_hash.h"
#include "tests/services/projects/world.h"

namespace bangfu::projects {
namespace {

using ::testing::ElementsAre;

absl::StatusOr<v1::ProgrammeProfile> ProfileOf(World& world, const google::type::Date& as_of,
                                               const std::string& programme = "programmes/p") {
  v1::GetProgrammeProfileRequest request;
  request.set_programme(programme);
  *request.mutable_as_of() = as_of;
  v1::ProgrammeProfile profile;
  absl::Status status = GetProgrammeProfile(world.connection(), request, profile);
  if (!status.ok()) return status;
  return profile;
}

TEST(ProgrammeProfileTest, HasEverythingOfTheProgramme) {
  World world;
  world.EnterAll();
  const auto profile = ProfileOf(world, Day(2020, 12, 31));
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->programme().DebugString(), ProgrammeRecord().programme().DebugString());
  EXPECT_EQ(profile->facilities(0).DebugString(), FacilityRecord().facility().DebugString());
  EXPECT_EQ(profile->facilities_left_out(), 0);
  EXPECT_EQ(profile->attestations_left_out(), 0);
  ASSERT_EQ(profile->attestations_size(), 1);
  EXPECT_EQ(profile->attestations(0).attestation().DebugString(),
            AttestationRecord().attestation().DebugString());
}

TEST(ProgrammeProfileTest, AnAttestationNamesItsEntry) {
  World world;
  world.EnterAll();
  const auto profile = ProfileOf(world, Day(2020, 12, 31));
  const journal::v1::EntryRef& entry = profile->attestations(0).entry();
  EXPECT_EQ(entry.journal(), "projects");
  EXPECT_EQ(entry.county(), "000000");
  EXPECT_EQ(entry.seq(), 2);
  const auto bytes = journal::ReadEntry(world.connection(), "000000", 2);
  EXPECT_EQ(entry.leaf_hash(), journal::HashBytes(journal::LeafHash(**bytes)));
}

TEST(ProgrammeProfileTest, HeadsAreOfTheCountiesThatHaveEntries) {
  World world;
  world.EnterAll();
  const auto profile = ProfileOf(world, Day(2020, 12, 31));
  std::vector<std::string> heads;
  for (const journal::v1::TreeHead& head : profile->tree_heads()) {
    heads.push_back(head.county() + " " + std::to_string(head.size()));
  }
  EXPECT_THAT(heads, ElementsAre("000000 3", "510524 5"));
}

// Each statement is a way to a server, and back; a country has hundreds of counties.
TEST(ProgrammeProfileTest, MoreCountiesAndAttestationsTakeNoMoreStatements) {
  World world;
  v1::Record wide = ProgrammeRecord("wide");
  for (int county = 620100; county < 620400; ++county) {
    v1::Designation& designation = *wide.mutable_programme()->add_designations();
    designation.set_county("counties/" + std::to_string(county));
    *designation.mutable_start_date() = Day(2012, 11, 1);
  }
  std::vector<v1::Record> records = {ProgrammeRecord(), ProjectRecord(), AttestationRecord(), wide};
  for (int i = 0; i < 20; ++i) {
    v1::Record attested = AttestationRecord();
    attested.mutable_attestation()->set_name("programmes/wide/attestations/" + std::to_string(i));
    attested.mutable_attestation()->clear_project();
    records.push_back(attested);
  }
  ASSERT_EQ(world.Enter("r0", "000000", records).recorded_count(), 24);
  const auto statements = [&world](const std::string& programme) {
    const sql::StatementCacheStats& stats = world.connection().statement_cache_stats();
    const uint64_t before = stats.hits + stats.prepared;
    const auto profile = ProfileOf(world, Day(2020, 12, 31), programme);
    EXPECT_TRUE(profile.ok()) << profile.status();
    return stats.hits + stats.prepared - before;
  };
  EXPECT_EQ(statements("programmes/wide"), statements("programmes/p"));
}

TEST(ProgrammeProfileTest, WhatCameLaterIsNotInIt) {
  World world;
  world.EnterAll();
  const auto before = ProfileOf(world, Day(2012, 10, 31));
  EXPECT_EQ(before->programme().designations_size(), 0);
  EXPECT_EQ(before->facilities_size(), 0);
  EXPECT_EQ(before->attestations_size(), 0);
  // Each on its very day.
  const auto designated = ProfileOf(world, Day(2012, 11, 1));
  ASSERT_EQ(designated->programme().designations_size(), 1);
  EXPECT_EQ(designated->programme().designations(0).county(), "counties/510524");
  EXPECT_EQ(ProfileOf(world, Day(2015, 5, 17))->facilities_size(), 0);
  EXPECT_EQ(ProfileOf(world, Day(2015, 5, 18))->facilities_size(), 1);
  EXPECT_EQ(ProfileOf(world, Day(2020, 12, 30))->attestations_size(), 0);
}

TEST(ProgrammeProfileTest, FacilitiesBeyondTwoHundredAreCounted) {
  World world;
  world.Enter("r0", "000000", {ProgrammeRecord()});
  std::vector<v1::Record> facilities;
  facilities.reserve(203);
  for (int i = 0; i < 203; ++i) facilities.push_back(FacilityRecord(std::to_string(1000 + i)));
  world.Enter("r1", "510524", facilities);
  const auto profile = ProfileOf(world, Day(2020, 12, 31));
  EXPECT_EQ(profile->facilities_size(), 200);
  EXPECT_EQ(profile->facilities(199).name(), "counties/510524/facilities/1199");
  EXPECT_EQ(profile->facilities_left_out(), 3);
}

TEST(ProgrammeProfileTest, AttestationsBeyondTwoHundredAreCounted) {
  World world;
  std::vector<v1::Record> records = {ProgrammeRecord(), ProjectRecord()};
  for (int i = 0; i < 204; ++i) records.push_back(AttestationRecord(std::to_string(1000 + i)));
  *records.back().mutable_attestation()->mutable_date() = Day(2021, 1, 1);
  world.Enter("r0", "000000", records);
  const auto profile = ProfileOf(world, Day(2020, 12, 31));
  EXPECT_EQ(profile->attestations_size(), 200);
  EXPECT_EQ(profile->attestations(199).attestation().name(), "programmes/p/attestations/1199");
  EXPECT_EQ(profile->attestations(199).entry().seq(), 201);
  EXPECT_EQ(profile->attestations_left_out(), 3);  // one is of a later day
}

// As long as an id may be.
std::string LongId(int number) {
  const std::string digits = std::to_string(number);
  return std::string(40 - digits.size(), 'x') + digits;
}

// Both languages, in characters of four bytes.
void Fill(int code_points, google::protobuf::RepeatedPtrField<google::type::LocalizedText>* texts) {
  std::string text;
  for (int i = 0; i < code_points; ++i) text += "𠮷";
  texts->Clear();
  for (const char* language : {"zh-CN", "en"}) AddText(texts, language, text);
}

v1::Record LargestAttestation(const std::string& programme, const std::string& project, int i) {
  v1::Record record = AttestationRecord();
  v1::Attestation& attestation = *record.mutable_attestation();
  attestation.set_name(programme + "/attestations/" + LongId(i));
  attestation.set_project(project);
  Fill(500, attestation.mutable_statements());
  Fill(100, attestation.mutable_attestors());
  attestation.clear_document();
  for (int j = 0; j < 100; ++j) attestation.mutable_document()->append("𠮷");
  return record;
}

v1::Record LargestFacility(const std::string& programme, int i) {
  v1::Record record = FacilityRecord(LongId(i));
  record.mutable_facility()->set_programme(programme);
  Fill(100, record.mutable_facility()->mutable_titles());
  return record;
}

// gRPC refuses messages of more than 4 MiB, and each sheet would lack what projects tells.
TEST(ProgrammeProfileTest, TheLargestRecordsFillLessThanHalfOfAMessage) {
  World world;
  const std::string programme = "programmes/" + LongId(0);
  const std::string project = programme + "/projects/" + LongId(0);
  std::vector<v1::Record> attestations = {ProgrammeRecord(LongId(0)), ProjectRecord()};
  attestations.back().mutable_project()->set_name(project);
  std::vector<v1::Record> facilities;
  for (int i = 0; i < 201; ++i) {
    attestations.push_back(LargestAttestation(programme, project, i));
    facilities.push_back(LargestFacility(programme, i));
  }
  world.Enter("r0", "000000", attestations);
  world.Enter("r1", "510524", facilities);
  const auto profile = ProfileOf(world, Day(2020, 12, 31), programme);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->attestations_size(), 200);
  EXPECT_EQ(profile->attestations_left_out(), 1);
  EXPECT_EQ(profile->facilities_size(), 200);
  EXPECT_EQ(profile->facilities_left_out(), 1);
  EXPECT_GT(profile->ByteSizeLong(), 1u << 20);
  EXPECT_LT(profile->ByteSizeLong(), 2u << 20);
}

TEST(ProgrammeProfileTest, AnUnknownProgrammeIsNotFound) {
  World world;
  EXPECT_EQ(ProfileOf(world, Day(2020, 12, 31)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ProfileOf(world, {}, "p").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace bangfu::projects
