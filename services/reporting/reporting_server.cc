#include "services/reporting/reporting_server.h"

#include <filesystem>
#include <functional>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "services/common/server/client_channel.h"
#include "services/common/server/loopback.h"
#include "services/common/sql/storage.h"
#include "services/reporting/applier.h"
#include "services/reporting/catalogue.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/progress.h"
#include "services/reporting/reporting_service.h"
#include "services/reporting/snapshots.h"
#include "services/reporting/state_store.h"

namespace bangfu::reporting {
namespace {

class ReportingServer final : public server::ServiceSet {
 public:
  ReportingServer(const ReportingOptions& options, server::Admission& admission,
                  Definitions definitions, std::vector<CountySnapshotPtr> counties,
                  sql::Storage storage)
      : definitions_(std::move(definitions)),
        snapshots_(std::move(counties)),
        progress_(snapshots_),
        storage_(std::move(storage)),
        applier_(*storage_.executor, snapshots_, progress_),
        households_(std::string(kHouseholds), server::MakeChannel(options.households), Applying(),
                    snapshots_, options.follow),
        projects_(std::string(kProjects), server::MakeChannel(options.projects), Applying(),
                  snapshots_, options.follow),
        face_({admission, *storage_.executor, definitions_, snapshots_, progress_, [this] {
                 return std::vector{households_.State(), projects_.State()};
               }}) {}

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&face_); }

  absl::Status Start() override {
    households_.Start();
    projects_.Start();
    return absl::OkStatus();
  }

  void BeginDrain() override { progress_.Close(); }

  void Stop() override {
    households_.Stop();
    projects_.Stop();
    storage_.executor->Drain(absl::Now() + kStopTimeout);
  }

 private:
  static constexpr absl::Duration kStopTimeout = absl::Seconds(5);

  ApplyBatch Applying() { return std::bind_front(&Applier::Apply, &applier_); }

  const Definitions definitions_;
  Snapshots snapshots_;
  Progress progress_;
  sql::Storage storage_;
  Applier applier_;
  Follower households_;
  Follower projects_;
  ReportingServiceFace face_;
};

std::string DefinitionsDirectory(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code error;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return executable.parent_path() / "definitions";
}

}  // namespace

absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeReportingServer(
    const server::ProcessOptions& process, const ReportingOptions& options,
    server::Admission& admission) {
  for (const std::string& address : {options.households, options.projects}) {
    absl::Status allowed = server::CheckLoopback(address, "connect to");
    if (!allowed.ok()) return allowed;
  }
  absl::StatusOr<Definitions> definitions =
      Definitions::Load(DefinitionsDirectory(options.definitions));
  if (!definitions.ok()) return definitions.status();
  std::vector<CountySnapshotPtr> counties;
  absl::StatusOr<sql::Storage> storage = sql::OpenStorage(
      process.data_dir, "reporting.db", Migrations(), {}, [&counties](sql::Connection& connection) {
        auto loaded = LoadCounties(connection);
        if (!loaded.ok()) return loaded.status();
        counties = *std::move(loaded);
        return absl::OkStatus();
      });
  if (!storage.ok()) return storage.status();
  return std::make_unique<ReportingServer>(options, admission, *std::move(definitions),
                                           std::move(counties), *std::move(storage));
}

}  // namespace bangfu::reporting
