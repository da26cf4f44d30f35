// The import stream answers in order, and what it wrote is listed page by page.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/records/read.h"
#include "services/common/status/errors.h"
#include "tests/services/projects/service_fixture.h"

namespace bangfu::projects {
namespace {

using ::testing::ElementsAre;

TEST_F(ProjectsServiceTest, BatchesAreWrittenAndAnsweredInTheOrderTheyCame) {
  ImportGlobal();
  std::vector<v1::ImportRecordsRequest> batches;
  for (int i = 0; i < 40; ++i) {
    v1::Record record = LedgerRecord("L" + std::to_string(i));
    // Every other batch names somebody new, who has to be asked for before it is written.
    if (i % 2 == 1) {
      record.mutable_ledger_entry()->set_counterparty("counties/510524/households/N" +
                                                      std::to_string(i));
    }
    batches.push_back(Batch("b" + std::to_string(i), "510524", {record}));
  }
  const auto results = Import(batches);
  ASSERT_EQ(results.size(), batches.size());
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].request_id(), batches[i].request_id());
    EXPECT_EQ(results[i].position().size(), static_cast<int64_t>(i) + 1);
  }
}

TEST_F(ProjectsServiceTest, BatchesOnTheirWayAreAskedForBesideEachOther) {
  ImportGlobal();
  std::vector<v1::ImportRecordsRequest> batches;
  for (const std::string id : {"0", "1", "2", "3"}) {
    v1::Record record = LedgerRecord("L" + id);
    record.mutable_ledger_entry()->set_counterparty("counties/510524/households/N" + id);
    batches.push_back(Batch("b" + id, "510524", {record}));
  }
  households_.answers_from_call = households_.calls() + static_cast<int>(batches.size());
  const auto results = Import(batches);
  ASSERT_EQ(results.size(), batches.size());
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].request_id(), batches[i].request_id());
    EXPECT_EQ(results[i].position().size(), static_cast<int64_t>(i) + 1);
  }
}

TEST_F(ProjectsServiceTest, AnEntryAndItsReversalMayComeInFollowingBatches) {
  ImportGlobal();
  const auto results =
      Import({Batch("b1", "510524", {LedgerRecord()}), Batch("b2", "510524", {ReversalRecord()})});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[1].recorded_count(), 1) << results[1].ShortDebugString();
}

TEST_F(ProjectsServiceTest, ARefusedBatchIsNotWrittenAndTheStreamGoesOn) {
  ImportGlobal();
  households_.SetMissing({"counties/510524/households/H2"});
  v1::Record stranger = LedgerRecord("L2");
  stranger.mutable_ledger_entry()->set_counterparty("counties/510524/households/H2");
  v1::Record negative = LedgerRecord("L3");
  negative.mutable_ledger_entry()->set_amount_fen(-1);
  const auto results = Import({Batch("b1", "510524", {LedgerRecord("L1"), negative, stranger}),
                               Batch("b2", "510524", {LedgerRecord("L1")})});
  ASSERT_EQ(results.size(), 2u);
  ASSERT_EQ(results[0].violations_size(), 2);
  EXPECT_EQ(results[0].violations(0).field(), "ledger_entry.amount_fen");
  EXPECT_EQ(results[0].violations(0).record_index(), 1);
  EXPECT_EQ(results[0].violations(1).field(), "ledger_entry.counterparty");
  EXPECT_EQ(results[0].violations(1).record_index(), 2);
  EXPECT_EQ(results[0].violations(1).missing_resource(), "counties/510524/households/H2");
  EXPECT_EQ(results[1].recorded_count(), 1);
  EXPECT_EQ(results[1].position().size(), 1);
}

TEST_F(ProjectsServiceTest, WithoutHouseholdsTheStreamEndsAfterTheAnswersBefore) {
  ImportGlobal();
  StopHouseholds();
  absl::Status end;
  const auto results =
      Import({Batch("b1", "510524", {CountyPostingRecord()}),
              Batch("b2", "510524", {LedgerRecord()}), Batch("b3", "510524", {FacilityRecord()})},
             &end);
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].request_id(), "b1");
  EXPECT_EQ(ReasonOf(end), "HOUSEHOLDS_UNREACHABLE");
}

TEST_F(ProjectsServiceTest, NothingIsWrittenBehindABatchThatCouldNotBeAskedAbout) {
  ImportGlobal();
  StopHouseholds();
  absl::Status end;
  // The second names nobody in households, so it is ready to be written long before the first.
  const auto results = Import(
      {Batch("b1", "510524", {LedgerRecord()}), Batch("b2", "510524", {CountyPostingRecord()})},
      &end);
  EXPECT_TRUE(results.empty());
  EXPECT_EQ(ReasonOf(end), "HOUSEHOLDS_UNREACHABLE");
  v1::ListPostingsRequest postings;
  postings.set_parent("counties/510524");
  EXPECT_EQ(Call(&Stub::ListPostings, postings)->postings_size(), 0);
}

TEST_F(ProjectsServiceTest, AMalformedBatchEndsTheStream) {
  absl::Status end;
  Import({Batch("b1", "51", {PostingRecord()})}, &end);
  EXPECT_EQ(end.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ViolationsOf(end).at(0).field, "county");
}

TEST_F(ProjectsServiceTest, ListsPageThroughEverythingOnce) {
  ImportGlobal();
  std::vector<v1::Record> records;
  records.reserve(25);
  for (int i = 0; i < 25; ++i) records.push_back(LedgerRecord("L" + std::to_string(100 + i)));
  Import({Batch("b1", "510524", records)});
  v1::ListLedgerEntriesRequest request;
  request.set_parent("counties/510524");
  request.set_page_size(7);
  std::vector<std::string> names;
  std::vector<int> sizes;
  do {
    const auto page = Call(&Stub::ListLedgerEntries, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::LedgerEntry& entry : page->ledger_entries()) names.push_back(entry.name());
    sizes.push_back(page->ledger_entries_size());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(7, 7, 7, 4));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(names.size(), 25u);
}

// A programme of 600 counties, and two hundred projects that each run in all of them.
std::vector<v1::Record> ProjectsInManyCounties() {
  v1::Record programme = ProgrammeRecord();
  v1::Record project = ProjectRecord();
  project.mutable_project()->clear_counties();
  for (int i = 0; i < 600; ++i) {
    const std::string county = "counties/" + std::to_string(620'000 + i);
    project.mutable_project()->add_counties(county);
    v1::Designation& designation = *programme.mutable_programme()->add_designations();
    designation.set_county(county);
    *designation.mutable_start_date() = Day(2012, 11, 1);
  }
  std::vector<v1::Record> records = {programme};
  for (int i = 100; i < 300; ++i) {
    project.mutable_project()->set_name("programmes/p/projects/c" + std::to_string(i));
    records.push_back(project);
  }
  return records;
}

// What belongs to a page is read in slices, and only as far as the page goes: that must not show.
TEST_F(ProjectsServiceTest, PagesOfProjectsInManyCountiesAreCutAtTheirBytes) {
  const std::vector<v1::Record> records = ProjectsInManyCounties();
  ASSERT_EQ(Import({Batch("b1", "000000", records)}).at(0).recorded_count(), 201);
  v1::ListProjectsRequest request;
  request.set_parent("programmes/p");
  request.set_page_size(1000);
  size_t shown = 0;
  do {
    const auto page = Call(&Stub::ListProjects, request);
    ASSERT_TRUE(page.ok()) << page.status();
    size_t bytes = 0;
    for (const v1::Project& one : page->projects()) {
      ASSERT_LT(++shown, records.size());
      EXPECT_EQ(one.SerializeAsString(), records[shown].project().SerializeAsString());
      bytes += one.ByteSizeLong();
    }
    EXPECT_LE(bytes, records::kPageBytesMax);
    // As full as it can be.
    if (shown + 1 < records.size()) {
      EXPECT_GT(bytes + records[shown + 1].project().ByteSizeLong(), records::kPageBytesMax);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(shown + 1, records.size());
}

TEST_F(ProjectsServiceTest, EveryKindIsListed) {
  ImportGlobal();
  Import({Batch("b1", "510524", CountyRecords())});
  const auto of = [](auto request, const char* parent) {
    request.set_parent(parent);
    return request;
  };
  const char* programme = "programmes/p";
  const char* county = "counties/510524";
  EXPECT_EQ(Call(&Stub::ListProgrammes, v1::ListProgrammesRequest())->programmes_size(), 1);
  EXPECT_EQ(Call(&Stub::ListProjects, of(v1::ListProjectsRequest(), programme))->projects_size(),
            1);
  EXPECT_EQ(Call(&Stub::ListAttestations, of(v1::ListAttestationsRequest(), programme))
                ->attestations_size(),
            1);
  EXPECT_EQ(Call(&Stub::ListParticipations, of(v1::ListParticipationsRequest(), county))
                ->participations_size(),
            1);
  EXPECT_EQ(Call(&Stub::ListLedgerEntries, of(v1::ListLedgerEntriesRequest(), county))
                ->ledger_entries_size(),
            2);
  EXPECT_EQ(Call(&Stub::ListPostings, of(v1::ListPostingsRequest(), county))->postings_size(), 1);
  EXPECT_EQ(Call(&Stub::ListFacilities, of(v1::ListFacilitiesRequest(), county))->facilities_size(),
            1);
}

TEST_F(ProjectsServiceTest, APageTokenIsForItsListAlone) {
  ImportGlobal();
  Import({Batch("b1", "510524", {PostingRecord("S1"), PostingRecord("S2"), FacilityRecord()})});
  v1::ListPostingsRequest postings;
  postings.set_parent("counties/510524");
  postings.set_page_size(1);
  const auto page = Call(&Stub::ListPostings, postings);
  ASSERT_FALSE(page->next_page_token().empty());
  v1::ListFacilitiesRequest facilities;
  facilities.set_parent("counties/510524");
  facilities.set_page_token(page->next_page_token());
  EXPECT_EQ(ReasonOf(Call(&Stub::ListFacilities, facilities).status()), "INVALID_PAGE_TOKEN");
  facilities.set_parent("510524");
  EXPECT_EQ(ViolationsOf(Call(&Stub::ListFacilities, facilities).status()).at(0).field, "parent");
}

}  // namespace
}  // namespace bangfu::projects
