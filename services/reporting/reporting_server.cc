#include "services/reporting/reporting_server.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "services/common/journal/commit_signal.h"
#include "services/common/net/loopback.h"
#include "services/common/server/client_channel.h"
#include "services/common/sql/storage.h"
#include "services/common/sql/transaction.h"
#include "services/reporting/applier.h"
#include "services/reporting/catalogue.h"
#include "services/reporting/county_loader.h"
#include "services/reporting/fact_kinds.h"
#include "services/reporting/membership.h"
#include "services/reporting/progress.h"
#include "services/reporting/refresher.h"
#include "services/reporting/reporting_service.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {
namespace {

// A batch of payments changes rows all over a county: what the cache cannot hold of them is written
// before the commit and read again, and each checkpoint writes most of them once more.
constexpr sql::SqliteOptions kCaches = {.writer_cache_kib = 32 * 1024, .checkpoint_pages = 16'000};

class ReportingServer final : public server::ServiceSet {
 public:
  ReportingServer(const ReportingOptions& options, server::Admission& admission,
                  Definitions definitions, std::vector<CountySnapshotPtr> counties,
                  std::unique_ptr<journal::CommitSignal> others, sql::Storage storage)
      : definitions_(std::move(definitions)),
        snapshots_(std::move(counties)),
        progress_(snapshots_),
        others_(std::move(others)),
        storage_(std::move(storage)),
        refresher_(std::make_shared<Refresher>(
            *storage_.executor, storage_.shared() ? Sharing::kShared : Sharing::kAlone, snapshots_,
            progress_,
            [this] {
              households_.BeginAnew();
              projects_.BeginAnew();
            })),
        applier_(*storage_.executor, snapshots_, progress_, *refresher_),
        households_(std::string(kHouseholds), server::MakeChannel(options.households), Applying(),
                    snapshots_, options.follow),
        projects_(std::string(kProjects), server::MakeChannel(options.projects), Applying(),
                  snapshots_, options.follow),
        face_({admission, *storage_.executor, definitions_, snapshots_, progress_, [this] {
                 return std::vector{households_.State(), projects_.State()};
               }}) {}

  // Before the followers end, which it calls.
  ~ReportingServer() override { refresher_->Stop(); }

  void Register(grpc::ServerBuilder& builder) override { builder.RegisterService(&face_); }

  void ReportTo(std::function<void(bool able)> report) override { report_ = std::move(report); }

  absl::Status Start() override {
    if (storage_.shared()) {
      if (absl::Status joined = JoinOthers(); !joined.ok()) return joined;
    }
    households_.Start();
    projects_.Start();
    return absl::OkStatus();
  }

  void BeginDrain() override { progress_.Close(); }

  void Stop() override {
    membership_.reset();  // first, so that the others take over
    households_.Stop();
    projects_.Stop();
    refresher_->Stop();
    storage_.executor->Drain(absl::Now() + kStopTimeout);
  }

 private:
  static constexpr absl::Duration kStopTimeout = absl::Seconds(5);

  ApplyBatch Applying() { return std::bind_front(&Applier::Apply, &applier_); }

  absl::Status JoinOthers() {
    heard_ = others_->Subscribe([weak = std::weak_ptr<Refresher>(refresher_)](bool closed) {
      const std::shared_ptr<Refresher> refresher = weak.lock();
      if (refresher && !closed) refresher->Wake();
    });
    refresher_->Wake();  // what was committed since the snapshots were loaded
    absl::StatusOr<std::unique_ptr<Membership>> joined = Membership::Join(
        storage_.open, {},
        [this](const std::vector<int>& shards) {
          households_.FollowShards(shards);
          projects_.FollowShards(shards);
        },
        report_);
    if (!joined.ok()) return joined.status();
    membership_ = *std::move(joined);
    return absl::OkStatus();
  }

  const Definitions definitions_;
  Snapshots snapshots_;
  Progress progress_;
  std::unique_ptr<journal::CommitSignal> others_;  // called by the storage, so it ends after it
  sql::Storage storage_;
  std::shared_ptr<Refresher> refresher_;
  std::unique_ptr<journal::CommitSignal::Subscription> heard_;
  Applier applier_;
  Follower households_;
  Follower projects_;
  ReportingServiceFace face_;
  std::function<void(bool able)> report_ = [](bool) {};
  std::unique_ptr<Membership> membership_;  // null when the database is this process's alone
};

std::string DefinitionsDirectory(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code error;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return executable.parent_path() / "definitions";
}

// In one state of the database, whatever other copies write meanwhile.
absl::StatusOr<std::vector<CountySnapshotPtr>> LoadAll(const sql::Storage& storage) {
  absl::StatusOr<std::unique_ptr<sql::Connection>> connection =
      storage.open(sql::Access::kReadOnly);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<sql::Transaction> transaction =
      sql::Transaction::Begin(**connection, sql::TransactionKind::kSnapshot);
  if (!transaction.ok()) return transaction.status();
  return LoadCounties(**connection);
}

}  // namespace

absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeReportingServer(
    const server::ProcessOptions& process, const ReportingOptions& options,
    server::Admission& admission) {
  for (const std::string& address : {options.households, options.projects}) {
    absl::Status allowed = net::CheckCopies(address);
    if (!allowed.ok()) return allowed;
  }
  absl::StatusOr<Definitions> definitions =
      Definitions::Load(DefinitionsDirectory(options.definitions));
  if (!definitions.ok()) return definitions.status();
  auto others = std::make_unique<journal::CommitSignal>();
  absl::StatusOr<sql::Storage> storage =
      sql::OpenStorage({process.data_dir, process.database},
                       {.service = "reporting",
                        .file = "reporting.db",
                        .migrations = Migrations(),
                        .rebuildable = true,  // from the journals
                        .sqlite = kCaches,
                        .on_others_commit = [raw = others.get()] { raw->Notify(); }});
  if (!storage.ok()) return storage.status();
  absl::StatusOr<std::vector<CountySnapshotPtr>> counties = LoadAll(*storage);
  if (!counties.ok()) return counties.status();
  return std::make_unique<ReportingServer>(options, admission, *std::move(definitions),
                                           *std::move(counties), std::move(others),
                                           *std::move(storage));
}

}  // namespace bangfu::reporting
