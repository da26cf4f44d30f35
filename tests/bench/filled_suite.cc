#include "tests/bench/filled_suite.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"
#include "tests/bench/import_client.h"

namespace bangfu::bench {
namespace {

constexpr absl::Duration kTimeout = absl::Hours(2);

using HouseholdsImport =
    ImportClient<households::v1::HouseholdsService::Stub, households::v1::ImportRecordsRequest,
                 households::v1::ImportRecordsResponse>;
using ProjectsImport =
    ImportClient<projects::v1::ProjectsService::Stub, projects::v1::ImportRecordsRequest,
                 projects::v1::ImportRecordsResponse>;

}  // namespace

FilledSuite::FilledSuite(std::unique_ptr<Suite> suite)
    : suite_(std::move(suite)), channel_(server::MakeChannel(suite_->gateway())) {}

absl::StatusOr<std::unique_ptr<FilledSuite>> FilledSuite::StartEmpty() {
  absl::StatusOr<std::unique_ptr<Suite>> processes = Suite::Start();
  if (!processes.ok()) return processes.status();
  return std::unique_ptr<FilledSuite>(new FilledSuite(*std::move(processes)));
}

absl::StatusOr<std::unique_ptr<FilledSuite>> FilledSuite::Start(
    int64_t households, int64_t ledger_entries_per_household) {
  absl::StatusOr<std::unique_ptr<FilledSuite>> suite = StartEmpty();
  if (!suite.ok()) return suite.status();
  absl::Status status = (*suite)->ImportHouseholds([households](const HouseholdsBatchSink& sink) {
    MakePlaces(sink);
    MakeHouseholds(households, sink);
    MakeCases(sink);
  });
  if (!status.ok()) return status;
  status = (*suite)->ImportProjects([&](const ProjectsBatchSink& sink) {
    MakeProgramme(households, sink);
    for (const char* county : {"510524", "610826"}) {
      MakeLedger(county, households, households * ledger_entries_per_household / 2, 0, sink);
    }
  });
  if (!status.ok()) return status;
  return suite;
}

absl::Status FilledSuite::ImportProjects(
    const std::function<void(const ProjectsBatchSink&)>& make) {
  const auto stub = projects::v1::ProjectsService::NewStub(channel_);
  ProjectsImport import(*stub, kTimeout);
  make([&import](const projects::v1::ImportRecordsRequest& batch) { import.Send(batch); });
  return import.Finish();
}

absl::Status FilledSuite::ImportHouseholds(
    const std::function<void(const HouseholdsBatchSink&)>& make) {
  const auto stub = households::v1::HouseholdsService::NewStub(channel_);
  HouseholdsImport import(*stub, kTimeout);
  make([&import](const households::v1::ImportRecordsRequest& batch) { import.Send(batch); });
  return import.Finish();
}

absl::Status FilledSuite::AwaitReporting() {
  // A sheet is never older than what was acknowledged before it was asked for.
  const auto stub = gateway::v1::AchievementSheetService::NewStub(channel_);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  gateway::v1::GetAchievementSheetRequest request;
  request.set_name(absl::StrCat(kProgramme, "/achievementSheet"));
  gateway::v1::AchievementSheet sheet;
  const absl::Status status =
      server::FromGrpcStatus(stub->GetAchievementSheet(&context, request, &sheet));
  if (!status.ok()) return status;
  return sheet.partial() ? absl::InternalError("the sheet is partial") : absl::OkStatus();
}

}  // namespace bangfu::bench
