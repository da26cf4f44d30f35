#include "tests/bench/write_path.h"

#include <mutex>
#include <semaphore>
#include <span>
#include <utility>

#include "services/common/seal/entropy.h"
#include "services/common/seal/master_key.h"
#include "services/common/sql/executor.h"
#include "services/common/sql/migration.h"
#include "services/common/sql/sqlite_connection.h"
#include "services/common/time/clock.h"
#include "services/households/households_server.h"
#include "services/households/key_ring.h"
#include "services/households/register_batches.h"
#include "services/projects/participants.h"
#include "services/projects/projects_batches.h"
#include "services/projects/projects_server.h"

namespace bangfu::bench {
namespace {

absl::StatusOr<std::unique_ptr<sql::Executor>> OpenExecutor(
    const std::string& path, std::span<const sql::Migration> migrations) {
  const sql::ConnectionFactory open = sql::SqliteFile(path);
  absl::StatusOr<std::unique_ptr<sql::Connection>> connection = open(sql::Access::kReadWrite);
  if (!connection.ok()) return connection.status();
  if (absl::Status status = sql::Migrate(**connection, migrations); !status.ok()) return status;
  return sql::Executor::Start(open);
}

// `Parts` own what `batches` stands on.
template <typename Request, typename Parts>
class Path final : public WritePath<Request> {
 public:
  Path(std::unique_ptr<Parts> parts, std::unique_ptr<sql::Executor> executor)
      : parts_(std::move(parts)), executor_(std::move(executor)) {}

  absl::Status Write(const std::vector<Request>& batches, int in_flight) override {
    std::counting_semaphore<> places(in_flight);
    for (const Request& batch : batches) {
      places.acquire();
      absl::Status begun = Begin(batch, [&places] { places.release(); });
      if (!begun.ok()) {
        Note(begun);
        places.release();
      }
    }
    for (int i = 0; i < in_flight; ++i) places.acquire();
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  template <typename Release>
  absl::Status Begin(const Request& request, Release release) {
    auto prepared = parts_->batches.Prepare(request);
    if (!prepared.ok()) return prepared.status();
    auto batch = std::make_shared<records::PreparedBatch<Request>>(*std::move(prepared));
    return executor_->Write(
        {},
        [this, batch](sql::Connection& connection) -> absl::Status {
          const absl::StatusOr<journal::v1::BatchResult> result =
              parts_->batches.Write(connection, *batch);
          if (!result.ok()) return result.status();
          if (result->violations().empty()) return absl::OkStatus();
          return absl::InvalidArgumentError(result->ShortDebugString());
        },
        [this, release](absl::Status status) {
          Note(status);
          release();
        });
  }

  void Note(const absl::Status& status) {
    const std::lock_guard lock(mutex_);
    error_.Update(status);
  }

  const std::unique_ptr<Parts> parts_;
  const std::unique_ptr<sql::Executor> executor_;
  std::mutex mutex_;  // guards error_
  absl::Status error_;
};

struct HouseholdsParts {
  explicit HouseholdsParts(seal::MasterKey master) : keys(std::move(master), entropy) {}

  seal::SystemEntropy entropy;
  households::KeyRing keys;
  households::RegisterBatches batches{keys, SystemClock()};
};

struct ProjectsParts {
  projects::Participants participants{[](const auto&, const sql::JobContext&, const auto& then) {
    then(projects::CheckParticipantsResponse());
  }};
  projects::ProjectsBatches batches{participants, SystemClock()};
};

}  // namespace

absl::StatusOr<std::unique_ptr<HouseholdsWritePath>> OpenHouseholds(const std::string& directory) {
  seal::SystemEntropy entropy;
  absl::StatusOr<seal::MasterKey> master =
      seal::MasterKey::LoadOrCreate(directory + "/master.key", entropy);
  if (!master.ok()) return master.status();
  auto executor = OpenExecutor(directory + "/households.db", households::Migrations());
  if (!executor.ok()) return executor.status();
  return std::make_unique<Path<households::v1::ImportRecordsRequest, HouseholdsParts>>(
      std::make_unique<HouseholdsParts>(*std::move(master)), *std::move(executor));
}

absl::StatusOr<std::unique_ptr<ProjectsWritePath>> OpenProjects(const std::string& directory) {
  auto executor = OpenExecutor(directory + "/projects.db", projects::Migrations());
  if (!executor.ok()) return executor.status();
  return std::make_unique<Path<projects::v1::ImportRecordsRequest, ProjectsParts>>(
      std::make_unique<ProjectsParts>(), *std::move(executor));
}

}  // namespace bangfu::bench
