// The projects service as its callers see it.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/common/eventually.h"
#include "tests/services/projects/service_fixture.h"

namespace bangfu::projects {
namespace {

TEST_F(ProjectsServiceTest, EachKindIsCreatedAndFound) {
  const auto create = [&](auto method, auto request, auto* (decltype(request)::*inside)(),
                          const auto& record) {
    *(request.*inside)() = record;
    request.set_request_id("create " + record.name());
    const auto created = Call(method, request);
    ASSERT_TRUE(created.ok()) << created.status();
    EXPECT_EQ(created->DebugString(), record.DebugString());
  };
  const auto get = [&](auto method, auto request, const auto& record) {
    request.set_name(record.name());
    const auto found = Call(method, request);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->DebugString(), record.DebugString());
  };
  using v1::CreateProgrammeRequest;
  create(&Stub::CreateProgramme, CreateProgrammeRequest(),
         &CreateProgrammeRequest::mutable_programme, ProgrammeRecord().programme());
  get(&Stub::GetProgramme, v1::GetProgrammeRequest(), ProgrammeRecord().programme());
  using v1::CreateProjectRequest;
  create(&Stub::CreateProject, CreateProjectRequest(), &CreateProjectRequest::mutable_project,
         ProjectRecord().project());
  get(&Stub::GetProject, v1::GetProjectRequest(), ProjectRecord().project());
  using v1::CreateAttestationRequest;
  create(&Stub::CreateAttestation, CreateAttestationRequest(),
         &CreateAttestationRequest::mutable_attestation, AttestationRecord().attestation());
  get(&Stub::GetAttestation, v1::GetAttestationRequest(), AttestationRecord().attestation());
  using v1::CreateParticipationRequest;
  create(&Stub::CreateParticipation, CreateParticipationRequest(),
         &CreateParticipationRequest::mutable_participation, ParticipationRecord().participation());
  get(&Stub::GetParticipation, v1::GetParticipationRequest(),
      ParticipationRecord().participation());
  using v1::CreateLedgerEntryRequest;
  create(&Stub::CreateLedgerEntry, CreateLedgerEntryRequest(),
         &CreateLedgerEntryRequest::mutable_ledger_entry, LedgerRecord().ledger_entry());
  get(&Stub::GetLedgerEntry, v1::GetLedgerEntryRequest(), LedgerRecord().ledger_entry());
  using v1::CreatePostingRequest;
  create(&Stub::CreatePosting, CreatePostingRequest(), &CreatePostingRequest::mutable_posting,
         PostingRecord().posting());
  get(&Stub::GetPosting, v1::GetPostingRequest(), PostingRecord().posting());
  using v1::CreateFacilityRequest;
  create(&Stub::CreateFacility, CreateFacilityRequest(), &CreateFacilityRequest::mutable_facility,
         FacilityRecord().facility());
  get(&Stub::GetFacility, v1::GetFacilityRequest(), FacilityRecord().facility());
}

TEST_F(ProjectsServiceTest, ACreateHasOneEffectAndItsRequestIdOneContent) {
  ImportGlobal();
  for (int i = 0; i < 2; ++i) {
    const auto created = Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1"));
    ASSERT_TRUE(created.ok()) << created.status();
  }
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateLedgerEntry, CreateEntry("L2", "r1")).status()),
            "REQUEST_ID_REUSED");
  v1::CreateLedgerEntryRequest different = CreateEntry("L1", "r2");
  different.mutable_ledger_entry()->set_amount_fen(1);
  const auto refused = Call(&Stub::CreateLedgerEntry, different);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(refused.status()), "ALREADY_EXISTS_DIFFERENT");
  v1::ListLedgerEntriesRequest list;
  list.set_parent("counties/510524");
  EXPECT_EQ(Call(&Stub::ListLedgerEntries, list)->ledger_entries_size(), 1);
}

TEST_F(ProjectsServiceTest, ACreateNamesEveryWrongField) {
  v1::CreateLedgerEntryRequest request = CreateEntry("L1", "r1");
  request.mutable_ledger_entry()->set_amount_fen(-1);
  request.mutable_ledger_entry()->clear_date();
  const auto refused = Call(&Stub::CreateLedgerEntry, request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  const auto violations = ViolationsOf(refused.status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "ledger_entry.amount_fen");
  EXPECT_EQ(violations[1].field, "ledger_entry.date");
  EXPECT_EQ(households_.calls(), 0);
}

TEST_F(ProjectsServiceTest, AMissingParticipantIsAFailedPrecondition) {
  ImportGlobal();
  households_.SetMissing({"counties/510524/households/H1"});
  const auto refused = Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused.status()), "REFERENCE_NOT_FOUND");
  households_.SetMissing({});  // entered meanwhile
  EXPECT_TRUE(Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1")).ok());
}

TEST_F(ProjectsServiceTest, WithoutHouseholdsNobodyIsEnrolled) {
  ImportGlobal();
  StopHouseholds();
  const auto refused = Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(refused.status()), "HOUSEHOLDS_UNREACHABLE");
  // What names nobody needs nobody.
  v1::CreatePostingRequest posting;
  *posting.mutable_posting() = CountyPostingRecord().posting();
  posting.set_request_id("r2");
  EXPECT_TRUE(Call(&Stub::CreatePosting, posting).ok());
}

TEST_F(ProjectsServiceTest, WhoIsKnownNeedsNoHouseholds) {
  ImportGlobal();
  ASSERT_TRUE(Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1")).ok());
  StopHouseholds();
  EXPECT_TRUE(Call(&Stub::CreateLedgerEntry, CreateEntry("L2", "r2")).ok());
}

TEST_F(ProjectsServiceTest, ASilentHouseholdsCostsTheCallersDeadlineAndNoMore) {
  ImportGlobal();
  households_.silent = true;
  const auto late =
      Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1"), std::chrono::milliseconds(200));
  EXPECT_THAT(late.status().code(), ::testing::AnyOf(absl::StatusCode::kDeadlineExceeded,
                                                     absl::StatusCode::kUnavailable));
  households_.silent = false;
  EXPECT_TRUE(Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1")).ok());
}

TEST_F(ProjectsServiceTest, TheServiceStopsWhileHouseholdsIsSilent) {
  ImportGlobal();
  households_.silent = true;
  const auto context = Context();
  const auto stream = stub_->ImportRecords(context.get());
  stream->Write(Batch("b1", "510524", {LedgerRecord()}));
  ASSERT_TRUE(Eventually([&] { return households_.calls() > 0; }));
  server_->Drain(absl::Milliseconds(50));
  EXPECT_FALSE(stream->Finish().ok());
  server_.reset();
  households_.silent = false;
}

TEST_F(ProjectsServiceTest, AnEntryIsReversedByItsName) {
  ImportGlobal();
  ASSERT_TRUE(Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1")).ok());
  v1::ReverseLedgerEntryRequest request;
  request.set_name("counties/510524/ledgerEntries/L1");
  request.set_reversal_id("L2");
  *request.mutable_date() = Day(2016, 6, 1);
  request.set_document("voucher/2016-1");
  request.set_request_id("r2");
  for (int i = 0; i < 2; ++i) {
    const auto reversal = Call(&Stub::ReverseLedgerEntry, request);
    ASSERT_TRUE(reversal.ok()) << reversal.status();
    EXPECT_EQ(reversal->DebugString(), ReversalRecord().ledger_entry().DebugString());
  }
  const auto refused = [&](const std::string& name, const std::string& id) {
    request.set_name("counties/510524/ledgerEntries/" + name);
    request.set_reversal_id(id);
    request.set_request_id("reverse " + name + " by " + id);
    const absl::Status status = Call(&Stub::ReverseLedgerEntry, request).status();
    return absl::StatusCodeToString(status.code()) + " " + ReasonOf(status);
  };
  EXPECT_EQ(refused("L1", "L3"), "FAILED_PRECONDITION REVERSAL_MISMATCH");
  EXPECT_EQ(refused("L2", "L3"), "FAILED_PRECONDITION REVERSAL_MISMATCH");
  EXPECT_EQ(refused("L9", "L3"), "NOT_FOUND NOT_FOUND");
  EXPECT_EQ(refused("L1", "no id"), "INVALID_ARGUMENT INVALID_FIELDS");
}

TEST_F(ProjectsServiceTest, AReversalBeforeItsEntryIsRefused) {
  ImportGlobal();
  ASSERT_TRUE(Call(&Stub::CreateLedgerEntry, CreateEntry("L1", "r1")).ok());
  v1::ReverseLedgerEntryRequest request;
  request.set_name("counties/510524/ledgerEntries/L1");
  request.set_reversal_id("L2");
  *request.mutable_date() = Day(2016, 5, 5);
  request.set_request_id("r2");
  EXPECT_EQ(ReasonOf(Call(&Stub::ReverseLedgerEntry, request).status()), "REVERSAL_MISMATCH");
}

TEST_F(ProjectsServiceTest, TheProfileIsServed) {
  ImportGlobal();
  v1::GetProgrammeProfileRequest request;
  request.set_programme("programmes/p");
  *request.mutable_as_of() = Day(2020, 12, 31);
  const auto profile = Call(&Stub::GetProgrammeProfile, request);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->programme().name(), "programmes/p");
}

TEST_F(ProjectsServiceTest, AcknowledgedRecordsSurviveARestart) {
  ImportGlobal();
  server_.reset();
  Start();
  EXPECT_TRUE(Import({Batch("global", "000000", GlobalRecords())}).at(0).repeated());
}

TEST_F(ProjectsServiceTest, HouseholdsElsewhereThanOnLoopbackIsRefused) {
  server::ProcessOptions options;
  options.data_dir = database_.File("other");
  EXPECT_EQ(MakeProjectsServer(options, "192.0.2.1:50051", admission_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace bangfu::projects
