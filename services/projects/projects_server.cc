#include "services/projects/projects_server.h"

#include <utility>

#include "services/common/journal/commit_signal.h"
#include "services/common/journal/journal_service.h"
#include "services/common/net/loopback.h"
#include "services/common/server/client_channel.h"
#include "services/common/sql/storage.h"
#include "services/common/time/clock.h"
#include "services/projects/households_client.h"
#include "services/projects/journal_name.h"
#include "services/projects/participants.h"
#include "services/projects/projects_service.h"

namespace bangfu::projects {
namespace {

class ProjectsServer final : public server::ServiceSet {
 public:
  ProjectsServer(server::Admission& admission, std::unique_ptr<journal::CommitSignals> signals,
                 sql::Storage storage, const std::string& households, Clock clock)
      : signals_(std::move(signals)),
        storage_(std::move(storage)),
        households_(server::MakeChannel(households)),
        participants_(
            [this](CheckParticipantsRequest request, const sql::JobContext& context, auto then) {
              households_.Ask(std::move(request), context, std::move(then));
            }),
        projects_(admission, *storage_.executor, heads_, participants_, std::move(clock)),
        journal_(std::string(kJournal), admission, *storage_.executor, signals_->all, heads_) {
    heads_.WatchOthers(signals_->of_others, *storage_.executor, std::string(kJournal));
  }

  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&projects_);
    builder.RegisterService(&journal_);
  }

  void BeginDrain() override {
    signals_->all.Close();
    heads_.Close();
  }
  // An answer may come after its call has ended, and would go on to the executor.
  void Stop() override {
    households_.AwaitAnswers();
    storage_.executor->Drain(absl::Now() + kStopTimeout);
  }

 private:
  static constexpr absl::Duration kStopTimeout = absl::Seconds(5);

  std::unique_ptr<journal::CommitSignals> signals_;  // called by the storage, so they end after it
  journal::HeadWatch heads_;                         // likewise
  sql::Storage storage_;
  HouseholdsClient households_;
  Participants participants_;
  ProjectsServiceFace projects_;
  journal::JournalServiceFace journal_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeProjectsServer(
    const server::ProcessOptions& options, const std::string& households,
    server::Admission& admission) {
  absl::Status allowed = net::CheckCopies(households);
  if (!allowed.ok()) return allowed;
  auto signals = std::make_unique<journal::CommitSignals>();
  absl::StatusOr<sql::Storage> storage =
      sql::OpenStorage({options.data_dir, options.database},
                       {.service = kJournal,
                        .file = "projects.db",
                        .migrations = Migrations(),
                        .on_commit = [raw = signals.get()] { raw->all.Notify(); },
                        .on_others_commit = [raw = signals.get()] { raw->of_others.Notify(); }});
  if (!storage.ok()) return storage.status();
  return std::make_unique<ProjectsServer>(
      admission, std::move(signals), *std::move(storage), households,
      options.reproducible_seed.empty() ? SystemClock() : ReproducibleClock());
}

}  // namespace bangfu::projects
