#include "tests/bench/soak_edits.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <grpcpp/grpcpp.h>

#include "services/common/server/grpc_status.h"
#include "tests/bench/world/parts.h"

namespace bangfu::bench {
namespace {

constexpr int64_t kSliceEntries = 2000;
constexpr int64_t kFirstCreated = 500'000'000;  // numbers of ledger entries
constexpr int kReverseEvery = 5;
constexpr size_t kModelsOfCounty = 50;
constexpr int kRepeatEvery = 10;

// One call within the time that each has.
template <typename Stub, typename Request, typename Response>
absl::Status Call(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const Request& request, Response& response) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kSoakCallTimeout));
  return server::FromGrpcStatus((stub.*method)(&context, request, &response));
}

}  // namespace

LedgerEditor::LedgerEditor(const World& world, const std::shared_ptr<grpc::Channel>& channel)
    : world_(world), stub_(projects::v1::ProjectsService::NewStub(channel)) {}

absl::Status LedgerEditor::Create() {
  if (next_ == entries_.size()) Refill();
  projects::v1::CreateLedgerEntryRequest request;
  *request.mutable_ledger_entry() = entries_[next_++];
  request.set_request_id(absl::StrCat("create-", ++count_));
  return Call(*stub_, &projects::v1::ProjectsService::Stub::CreateLedgerEntry, request, created_);
}

bool LedgerEditor::WantsReversal() const { return count_ % kReverseEvery == 0; }

absl::Status LedgerEditor::Reverse() {
  projects::v1::ReverseLedgerEntryRequest request;
  request.set_name(created_.name());
  request.set_reversal_id(absl::StrCat("R", count_));
  *request.mutable_date() = created_.date();
  request.set_document("reversal/soak");
  request.set_request_id(absl::StrCat("reverse-", count_));
  projects::v1::LedgerEntry reversal;
  return Call(*stub_, &projects::v1::ProjectsService::Stub::ReverseLedgerEntry, request, reversal);
}

void LedgerEditor::Refill() {
  entries_.clear();
  next_ = 0;
  const County& county = world_.counties()[round_ % world_.counties().size()];
  const LedgerSlice slice{kFirstCreated + static_cast<int64_t>(round_++) * kSliceEntries,
                          kSliceEntries, LedgerSlice::Days::kLastMonth};
  world_.MakeLedger(county, slice, [this](const auto& batch) {
    for (const auto& record : batch.records()) {
      if (record.ledger_entry().reverses().empty()) entries_.push_back(record.ledger_entry());
    }
  });
}

HouseholdEditor::HouseholdEditor(const World& world, const std::shared_ptr<grpc::Channel>& channel)
    : households_(households::v1::HouseholdsService::NewStub(channel)),
      projects_(projects::v1::ProjectsService::NewStub(channel)) {
  for (const County& county : world.counties()) {
    const size_t enough = models_.size() + kModelsOfCounty;
    world.MakeHouseholds(county, [&](const auto& batch) {
      for (const auto& record : batch.records()) {
        if (record.has_household() && models_.size() < enough) {
          models_.push_back(record.household());
        } else if (record.has_person() && heads_.size() < models_.size()) {
          heads_.push_back(record.person());
        }
      }
    });
  }
}

absl::Status HouseholdEditor::Register() {
  const size_t model = static_cast<size_t>(count_) % models_.size();
  household_ = models_[model];
  head_ = heads_[model];
  const std::string county = household_.name().substr(0, household_.name().rfind("/households/"));
  household_.set_name(absl::StrCat(county, "/households/S", ++count_));
  head_.set_name(household_.name() + "/persons/1");
  const bool twice = count_ % kRepeatEvery == 0;
  for (int time = 0; time < (twice ? 2 : 1); ++time) {
    absl::Status status = CreateHousehold();
    if (status.ok()) status = CreatePerson();
    if (!status.ok()) return status;
  }
  return ReadBack();
}

absl::Status HouseholdEditor::CreateHousehold() {
  households::v1::CreateHouseholdRequest request;
  *request.mutable_household() = household_;
  request.set_request_id(absl::StrCat("register-", count_));
  households::v1::Household created;
  return Call(*households_, &households::v1::HouseholdsService::Stub::CreateHousehold, request,
              created);
}

absl::Status HouseholdEditor::CreatePerson() {
  households::v1::CreatePersonRequest request;
  *request.mutable_person() = head_;
  request.set_request_id(absl::StrCat("head-", count_));
  households::v1::Person created;
  return Call(*households_, &households::v1::HouseholdsService::Stub::CreatePerson, request,
              created);
}

absl::Status HouseholdEditor::ReadBack() {
  households::v1::GetHouseholdRequest of_household;
  of_household.set_name(household_.name());
  households::v1::Household household;
  absl::Status status = Call(*households_, &households::v1::HouseholdsService::Stub::GetHousehold,
                             of_household, household);
  if (!status.ok()) return status;
  households::v1::GetPersonRequest of_person;
  of_person.set_name(head_.name());
  households::v1::Person head;
  status = Call(*households_, &households::v1::HouseholdsService::Stub::GetPerson, of_person, head);
  if (!status.ok()) return status;
  if (household.village() != household_.village() ||
      household.category() != household_.category()) {
    return absl::InternalError("another household came back: " + household_.name());
  }
  if (household.has_debt_fen() || head.full_name() == head_.full_name()) {
    return absl::InternalError("something personal came back: " + household_.name());
  }
  return absl::OkStatus();
}

absl::Status HouseholdEditor::Enrol() {
  projects::v1::CreateParticipationRequest request;
  projects::v1::Participation& participation = *request.mutable_participation();
  const std::string county = household_.name().substr(0, household_.name().rfind("/households/"));
  participation.set_name(absl::StrCat(county, "/participations/S", count_));
  participation.set_project(ProjectName(0));
  participation.set_participant(household_.name());
  participation.set_role(projects::v1::PARTICIPATION_ROLE_FREE_RANGE);
  *participation.mutable_start_date() = household_.register_date();
  request.set_request_id(absl::StrCat("enrol-", count_));
  projects::v1::Participation created;
  return Call(*projects_, &projects::v1::ProjectsService::Stub::CreateParticipation, request,
              created);
}

}  // namespace bangfu::bench
