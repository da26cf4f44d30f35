#include "services/households/households_server.h"

#include <string>
#include <utility>

#include "services/common/journal/commit_signal.h"
#include "services/common/journal/journal_service.h"
#include "services/common/seal/entropy.h"
#include "services/common/seal/master_key.h"
#include "services/common/sql/storage.h"
#include "services/common/time/clock.h"
#include "services/households/households_service.h"
#include "services/households/journal_name.h"
#include "services/households/key_ring.h"
#include "services/households/open_master_key.h"

namespace bangfu::households {
namespace {

std::unique_ptr<seal::Entropy> MakeEntropy(const std::string& reproducible_seed) {
  if (reproducible_seed.empty()) return std::make_unique<seal::SystemEntropy>();
  return std::make_unique<seal::SeededEntropy>(reproducible_seed);
}

class HouseholdsServer final : public server::ServiceSet {
 public:
  HouseholdsServer(server::Admission& admission, std::unique_ptr<journal::CommitSignals> signals,
                   std::unique_ptr<seal::Entropy> entropy, sql::Storage storage,
                   seal::MasterKey master, Clock clock)
      : signals_(std::move(signals)),
        entropy_(std::move(entropy)),
        storage_(std::move(storage)),
        keys_(std::move(master), *entropy_),
        households_(admission, *storage_.executor, heads_, keys_, std::move(clock)),
        journal_(std::string(kJournal), admission, *storage_.executor, signals_->all, heads_) {
    heads_.WatchOthers(signals_->of_others, *storage_.executor, std::string(kJournal));
  }

  void Register(grpc::ServerBuilder& builder) override {
    builder.RegisterService(&households_);
    builder.RegisterService(&journal_);
  }

  void BeginDrain() override {
    signals_->all.Close();
    heads_.Close();
  }
  void Stop() override { storage_.executor->Drain(absl::Now() + kStopTimeout); }

 private:
  static constexpr absl::Duration kStopTimeout = absl::Seconds(5);

  std::unique_ptr<journal::CommitSignals> signals_;  // called by the storage, so they end after it
  journal::HeadWatch heads_;                         // likewise
  std::unique_ptr<seal::Entropy> entropy_;
  sql::Storage storage_;
  KeyRing keys_;
  HouseholdsServiceFace households_;
  journal::JournalServiceFace journal_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<server::ServiceSet>> MakeHouseholdsServer(
    const server::ProcessOptions& options, server::Admission& admission) {
  auto signals = std::make_unique<journal::CommitSignals>();
  std::unique_ptr<seal::Entropy> entropy = MakeEntropy(options.reproducible_seed);
  absl::StatusOr<seal::MasterKey> master = absl::InternalError("no master key was looked for");
  absl::StatusOr<sql::Storage> storage =
      sql::OpenStorage({options.data_dir, options.database},
                       {.service = kJournal,
                        .file = "households.db",
                        .migrations = Migrations(),
                        .inspect =
                            [&](sql::Connection& connection) {
                              master = OpenMasterKey(connection, options.data_dir, *entropy);
                              return master.status();
                            },
                        .on_commit = [raw = signals.get()] { raw->all.Notify(); },
                        .on_others_commit = [raw = signals.get()] { raw->of_others.Notify(); }});
  if (!storage.ok()) return storage.status();
  return std::make_unique<HouseholdsServer>(
      admission, std::move(signals), std::move(entropy), *std::move(storage), *std::move(master),
      options.reproducible_seed.empty() ? SystemClock() : ReproducibleClock());
}

}  // namespace bangfu::households
