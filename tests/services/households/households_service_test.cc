// The households service as its callers see it, over a real server on loopback.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/households/served_households.h"

namespace bangfu::households {
namespace {

using HouseholdsServiceTest = ServedHouseholds;

TEST_F(HouseholdsServiceTest, WhatWasEnteredIsShownMasked) {
  ImportWorld();
  v1::GetPersonRequest person;
  person.set_name("counties/510524/households/H0001/persons/1");
  const auto shown = Call(&v1::HouseholdsService::Stub::GetPerson, person);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->full_name(), "测**");
  EXPECT_EQ(shown->id_number(), "110*************2X");
  EXPECT_EQ(shown->health(), "");
  v1::GetHouseholdRequest household;
  household.set_name("counties/510524/households/H0001");
  EXPECT_FALSE(Call(&v1::HouseholdsService::Stub::GetHousehold, household)->has_debt_fen());
}

TEST_F(HouseholdsServiceTest, CreateAnswersTheRecordMaskedAndOnce) {
  Import({Batch("places", {CountyRecord(), VillageRecord(), HouseholdRecord()})});
  v1::CreatePersonRequest request;
  *request.mutable_person() = PersonRecord().person();
  request.set_request_id("p1");
  for (int i = 0; i < 2; ++i) {
    const auto created = Call(&v1::HouseholdsService::Stub::CreatePerson, request);
    ASSERT_TRUE(created.ok()) << created.status();
    EXPECT_EQ(created->full_name(), "测**");
  }
  request.mutable_person()->set_full_name("别人");
  const auto reused = Call(&v1::HouseholdsService::Stub::CreatePerson, request);
  EXPECT_EQ(ReasonOf(reused.status()), "REQUEST_ID_REUSED");
  request.set_request_id("p2");
  const auto different = Call(&v1::HouseholdsService::Stub::CreatePerson, request);
  EXPECT_EQ(ReasonOf(different.status()), "ALREADY_EXISTS_DIFFERENT");
}

TEST_F(HouseholdsServiceTest, CreateNamesEveryWrongField) {
  v1::CreateHouseholdRequest request;
  request.set_request_id("h1");
  *request.mutable_household() = HouseholdRecord().household();
  request.mutable_household()->clear_category();
  request.mutable_household()->set_debt_fen(-1);
  const auto refused = Call(&v1::HouseholdsService::Stub::CreateHousehold, request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  const auto violations = ViolationsOf(refused.status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "household.category");
  EXPECT_EQ(violations[1].field, "household.debt_fen");
}

TEST_F(HouseholdsServiceTest, CreateWithoutAParentIsAFailedPrecondition) {
  v1::CreateVillageRequest request;
  request.set_request_id("v1");
  *request.mutable_village() = VillageRecord().village();
  const auto refused = Call(&v1::HouseholdsService::Stub::CreateVillage, request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused.status()), "REFERENCE_NOT_FOUND");
}

TEST_F(HouseholdsServiceTest, ImportAnswersEveryBatchInOrderAndGoesOnAfterARefusal) {
  const auto results = Import({Batch("b1", {CountyRecord()}), Batch("b2", {HouseholdRecord()}),
                               Batch("b3", {VillageRecord()}), Batch("b4", {HouseholdRecord()})});
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0].request_id(), "b1");
  EXPECT_EQ(results[1].violations_size(), 1);
  EXPECT_EQ(results[2].recorded_count(), 1);
  EXPECT_EQ(results[3].position().size(), 3);
}

TEST_F(HouseholdsServiceTest, AMalformedBatchEndsTheStream) {
  absl::Status end;
  Import({Batch("", {CountyRecord()})}, &end);
  EXPECT_EQ(end.code(), absl::StatusCode::kInvalidArgument);
  Import({Batch("b1", {})}, &end);
  EXPECT_EQ(ViolationsOf(end).at(0).field, "records");
}

TEST_F(HouseholdsServiceTest, AcknowledgedRecordsSurviveARestart) {
  ImportWorld();
  server_.reset();
  Start();
  const auto again = Import({Batch("world", {CountyRecord(), VillageRecord(), HouseholdRecord(),
                                             PersonRecord(), CaseRecord()})});
  EXPECT_TRUE(again.at(0).repeated());
}

TEST_F(HouseholdsServiceTest, RecordsWithoutTheirMasterKeyAreNotServed) {
  ImportWorld();
  server_.reset();
  std::filesystem::remove(database_.place().directory + "/master.key");
  server::ProcessOptions options;
  options.data_dir = database_.place().directory;
  options.database = database_.url();
  EXPECT_EQ(MakeHouseholdsServer(options, admission_).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(HouseholdsServiceTest, DatabaseIsNotServedUnderTheKeyOfAnotherInstallation) {
  server_.reset();
  std::ofstream(database_.place().directory + "/master.key") << std::string(32, 'k');
  server::ProcessOptions options;
  options.data_dir = database_.place().directory;
  options.database = database_.url();
  EXPECT_EQ(ReasonOf(MakeHouseholdsServer(options, admission_).status()), "MASTER_KEY_MISMATCH");
}

TEST_F(HouseholdsServiceTest, DatabaseOfAnotherServiceIsNotServed) {
  server_.reset();
  {
    const sql::StoragePlace place = database_.place();
    const auto connection =
        place.database.empty()
            ? sql::OpenSqlite(place.directory + "/households.db", sql::Access::kReadWrite)
            : sql::OpenPostgres(place.database, sql::Access::kReadWrite);
    ASSERT_EQ((*connection)->SetSchemaService("projects"), absl::OkStatus());
  }
  server::ProcessOptions options;
  options.data_dir = database_.place().directory;
  options.database = database_.url();
  EXPECT_EQ(ReasonOf(MakeHouseholdsServer(options, admission_).status()),
            "DATABASE_OF_ANOTHER_SERVICE");
}

TEST_F(HouseholdsServiceTest, ListsPageThroughEverythingOnce) {
  std::vector<v1::Record> records = {CountyRecord(), VillageRecord()};
  for (int i = 0; i < 25; ++i) {
    records.push_back(HouseholdRecord("H" + std::to_string(100 + i)));
    records.push_back(PersonRecord("H" + std::to_string(100 + i), "1"));
    records.push_back(PersonRecord("H" + std::to_string(100 + i), "2"));
  }
  Import({Batch("b1", records)});
  v1::ListPersonsRequest request;
  request.set_parent("counties/510524/households/-");
  request.set_page_size(7);
  std::vector<std::string> names;
  do {
    const auto page = Call(&v1::HouseholdsService::Stub::ListPersons, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Person& person : page->persons()) names.push_back(person.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 50u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));

  request.set_parent("counties/510524/households/H101");
  request.clear_page_token();
  EXPECT_EQ(Call(&v1::HouseholdsService::Stub::ListPersons, request)->persons_size(), 2);
}

TEST_F(HouseholdsServiceTest, APageTokenOfAnotherListIsRefused) {
  std::vector<v1::Record> records = {CountyRecord(), VillageRecord()};
  for (int i = 0; i < 3; ++i) records.push_back(HouseholdRecord("H" + std::to_string(i)));
  Import({Batch("b1", records)});
  v1::ListHouseholdsRequest request;
  request.set_parent("counties/510524");
  request.set_page_size(1);
  const auto page = Call(&v1::HouseholdsService::Stub::ListHouseholds, request);
  request.set_parent("counties/610826");
  request.set_page_token(page->next_page_token());
  EXPECT_EQ(ReasonOf(Call(&v1::HouseholdsService::Stub::ListHouseholds, request).status()),
            "INVALID_PAGE_TOKEN");
}

TEST_F(HouseholdsServiceTest, MissingParticipantsAreNamedInOrder) {
  ImportWorld();
  v1::CheckParticipantsRequest request;
  request.add_names("counties/510524/households/H9");
  request.add_names("counties/510524/households/H0001");
  request.add_names("counties/510524/households/H0001/persons/1");
  request.add_names("counties/510524/households/H0001/persons/2");
  const auto checked = Call(&v1::HouseholdsService::Stub::CheckParticipants, request);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_THAT(checked->missing_names(),
              ::testing::ElementsAre("counties/510524/households/H9",
                                     "counties/510524/households/H0001/persons/2"));
}

}  // namespace
}  // namespace bangfu::households
