// The households service as its callers see it, over a real server on loopback.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/common/status/errors.h"
#include "services/households/households_server.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/households/records.h"

namespace bangfu::households {
namespace {

class HouseholdsServiceTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() {
    server::ProcessOptions options;
    options.address = "127.0.0.1:0";
    options.data_dir = database_.place().directory;
    options.database = database_.url();
    options.reproducible_seed = "test";
    auto services = MakeHouseholdsServer(options, admission_);
    ASSERT_TRUE(services.ok()) << services.status();
    auto running = server::RunningServer::Start(options, *std::move(services));
    ASSERT_TRUE(running.ok()) << running.status();
    server_ = *std::move(running);
    stub_ = v1::HouseholdsService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  static std::unique_ptr<grpc::ClientContext> Context() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return context;
  }

  // Calls a unary method.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::HouseholdsService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    Response response;
    const auto context = Context();
    const grpc::Status status = (stub_.get()->*method)(context.get(), request, &response);
    if (!status.ok()) return server::FromGrpcStatus(status);
    return response;
  }

  static v1::ImportRecordsRequest Batch(const std::string& request_id,
                                        const std::vector<v1::Record>& records) {
    v1::ImportRecordsRequest request;
    request.set_request_id(request_id);
    request.set_county("510524");
    for (const v1::Record& record : records) *request.add_records() = record;
    return request;
  }

  std::vector<journal::v1::BatchResult> Import(const std::vector<v1::ImportRecordsRequest>& batches,
                                               absl::Status* end = nullptr) {
    const auto context = Context();
    const auto stream = stub_->ImportRecords(context.get());
    for (const auto& batch : batches) stream->Write(batch);
    stream->WritesDone();
    std::vector<journal::v1::BatchResult> results;
    v1::ImportRecordsResponse response;
    while (stream->Read(&response)) results.push_back(response.result());
    const absl::Status status = server::FromGrpcStatus(stream->Finish());
    if (end != nullptr) {
      *end = status;
    } else {
      EXPECT_TRUE(status.ok()) << status;
    }
    return results;
  }

  void ImportWorld() {
    const auto results = Import({Batch("world", {CountyRecord(), VillageRecord(), HouseholdRecord(),
                                                 PersonRecord(), CaseRecord()})});
    ASSERT_EQ(results.size(), 1u);
    ASSERT_EQ(results[0].recorded_count(), 5) << results[0].ShortDebugString();
  }

  // A county with a person of whom `count` cases tell.
  void ImportCases(const std::string& county, int count) {
    std::vector<v1::Record> records = {CountyRecord(), VillageRecord(), HouseholdRecord(),
                                       PersonRecord()};
    for (int i = 0; i < count; ++i) {
      records.push_back(CaseRecord());
      records.back().mutable_case_()->set_name("counties/510524/cases/" + std::to_string(1000 + i));
    }
    for (v1::Record& record : records) {
      // Codes are as long as each other, so the bytes stay a message.
      std::string bytes = absl::StrReplaceAll(record.SerializeAsString(), {{"510524", county}});
      ASSERT_TRUE(record.ParseFromString(bytes));
    }
    v1::ImportRecordsRequest batch = Batch("cases-" + county, records);
    batch.set_county(county);
    const auto results = Import({batch});
    ASSERT_EQ(results.size(), 1u);
    ASSERT_EQ(results[0].recorded_count(), 4 + count) << results[0].ShortDebugString();
  }

  absl::StatusOr<v1::ListPublishedCasesResponse> Cases(google::type::Date as_of) {
    v1::ListPublishedCasesRequest request;
    request.set_programme("programmes/p");
    *request.mutable_as_of() = as_of;
    return Call(&v1::HouseholdsService::Stub::ListPublishedCases, request);
  }

  sql::TestDatabase database_;
  server::Admission admission_{{}};
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<v1::HouseholdsService::Stub> stub_;
};

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

TEST_F(HouseholdsServiceTest, ACaseIsPublishedWithWhatItsConsentCovers) {
  ImportWorld();
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(published->cases_size(), 1);
  EXPECT_EQ(published->cases(0).full_name(), "测试人");
  EXPECT_EQ(published->cases(0).health(), "慢性病");
  EXPECT_EQ(published->cases(0).debt_fen(), 29'800'000);
  EXPECT_EQ(published->cases(0).household_entry().seq(), 2);
  EXPECT_EQ(published->cases(0).case_entry().seq(), 4);
  EXPECT_EQ(published->tree_heads(0).size(), 5);
  ASSERT_EQ(published->counties_size(), 1);
  EXPECT_EQ(published->counties(0).titles(0).text(), CountyRecord().county().titles(0).text());
}

TEST_F(HouseholdsServiceTest, EachCaseHasWhatIsItsOwn) {
  v1::Record other_person = PersonRecord("H0002");
  other_person.mutable_person()->set_full_name("另一人");
  v1::Record other_household = HouseholdRecord("H0002");
  other_household.mutable_household()->set_debt_fen(7);
  v1::Record second = CaseRecord();  // of the same person as the first
  second.mutable_case_()->set_name("counties/510524/cases/second");
  second.mutable_case_()->mutable_consent()->clear_scopes();
  second.mutable_case_()->mutable_consent()->add_scopes(v1::CONSENT_SCOPE_HEALTH);
  v1::Record third = CaseRecord();
  third.mutable_case_()->set_name("counties/510524/cases/third");
  third.mutable_case_()->set_person("counties/510524/households/H0002/persons/1");
  Import({Batch("b1", {CountyRecord(), VillageRecord(), HouseholdRecord(), other_household,
                       PersonRecord(), other_person, CaseRecord(), second, third})});
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  std::vector<std::string> cases;
  for (const v1::PublishedCase& one : published->cases()) {
    cases.push_back(one.case_().name() + " " + one.full_name() + " " + one.health() + " " +
                    std::to_string(one.debt_fen()) + " of " +
                    std::to_string(one.case_entry().seq()) + " and " +
                    std::to_string(one.household_entry().seq()));
  }
  EXPECT_EQ(cases,
            (std::vector<std::string>{"counties/510524/cases/one 测试人 慢性病 29800000 of 6 and 2",
                                      "counties/510524/cases/second  慢性病 0 of 7 and 2",
                                      "counties/510524/cases/third 另一人 慢性病 7 of 8 and 3"}));
}

TEST_F(HouseholdsServiceTest, ACaseIsNotPublishedBeforeOrWithoutConsent) {
  v1::Record silent = CaseRecord();
  silent.mutable_case_()->set_name("counties/510524/cases/silent");
  silent.mutable_case_()->clear_consent();
  v1::Record withdrawn = CaseRecord();
  withdrawn.mutable_case_()->set_name("counties/510524/cases/withdrawn");
  *withdrawn.mutable_case_()->mutable_consent()->mutable_withdraw_date() = Day(2019, 1, 1);
  Import({Batch("b1", {CountyRecord(), VillageRecord(), HouseholdRecord(), PersonRecord(),
                       CaseRecord(), silent, withdrawn})});
  EXPECT_EQ(Cases(Day(2018, 4, 30))->cases_size(), 0);
  // A withdrawn consent holds for no day any more.
  EXPECT_EQ(Cases(Day(2018, 12, 31))->cases_size(), 1);
  EXPECT_EQ(Cases(Day(2019, 1, 1))->cases_size(), 1);
}

TEST_F(HouseholdsServiceTest, AHundredCasesAreListedWhole) {
  ImportCases("510524", 100);
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->cases_size(), 100);
  EXPECT_EQ(published->cases_left_out_size(), 0);
}

TEST_F(HouseholdsServiceTest, CasesBeyondAHundredAreCountedByCounty) {
  ImportCases("510524", 120);
  ImportCases("610826", 3);
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(published->cases_size(), 100);
  EXPECT_EQ(published->cases(96).case_().name(), "counties/510524/cases/1096");
  EXPECT_EQ(published->cases(97).case_().name(), "counties/610826/cases/1000");
  EXPECT_EQ(published->cases(99).case_entry().county(), "610826");
  ASSERT_EQ(published->cases_left_out_size(), 1);
  EXPECT_EQ(published->cases_left_out(0).county(), "counties/510524");
  EXPECT_EQ(published->cases_left_out(0).count(), 23);
}

TEST_F(HouseholdsServiceTest, WhatConsentDoesNotCoverStaysPrivate) {
  v1::Record told = CaseRecord();
  told.mutable_case_()->mutable_consent()->clear_scopes();
  told.mutable_case_()->mutable_consent()->add_scopes(v1::CONSENT_SCOPE_WAGE);
  Import({Batch("b1", {CountyRecord(), VillageRecord(), HouseholdRecord(), PersonRecord(), told})});
  const auto published = Cases(Day(2020, 12, 31));
  ASSERT_EQ(published->cases_size(), 1);
  EXPECT_EQ(published->cases(0).full_name(), "");
  EXPECT_EQ(published->cases(0).health(), "");
  EXPECT_FALSE(published->cases(0).has_debt_fen());
}

}  // namespace
}  // namespace bangfu::households
