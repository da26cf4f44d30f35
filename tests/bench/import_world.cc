#include "tests/bench/import_world.h"

#include <future>
#include <utility>

#include "absl/status/statusor.h"

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "tests/bench/import_client.h"

namespace bangfu::bench {
namespace {

constexpr absl::Duration kTimeout = absl::Hours(12);

using HouseholdsImport =
    ImportClient<households::v1::HouseholdsService::Stub, households::v1::ImportRecordsRequest,
                 households::v1::ImportRecordsResponse>;
using ProjectsImport =
    ImportClient<projects::v1::ProjectsService::Stub, projects::v1::ImportRecordsRequest,
                 projects::v1::ImportRecordsResponse>;

// Records that the batches hold, added up.
template <typename Sink>
Sink Counting(const Sink& sink, int64_t& records) {
  return [&sink, &records](auto batch) {
    records += batch.records_size();
    sink(std::move(batch));
  };
}

// The import of one county's work, on a thread of its own.
class WorkBeside {
 public:
  WorkBeside(const World& world, std::shared_ptr<grpc::Channel> channel)
      : world_(world), channel_(std::move(channel)) {}

  void Start(const County& county) {
    county_ = &county;
    count_ = std::async(std::launch::async, [this] { return Import(); });
  }

  // Records of the county that was started last, once they are in.
  absl::StatusOr<int64_t> Await() { return count_.get(); }
  const County& county() const { return *county_; }

 private:
  absl::StatusOr<int64_t> Import() const {
    int64_t count = 0;
    absl::Status done = ImportProjects(channel_, [&](const ProjectsBatchSink& sink) {
      world_.MakeWork(*county_, Counting(sink, count));
    });
    if (!done.ok()) return done;
    return count;
  }

  const World& world_;
  const std::shared_ptr<grpc::Channel> channel_;
  const County* county_ = nullptr;
  std::future<absl::StatusOr<int64_t>> count_;  // waits for its thread when it ends
};

}  // namespace

absl::Status ImportHouseholds(const std::shared_ptr<grpc::Channel>& channel,
                              const std::function<void(const HouseholdsBatchSink&)>& make) {
  const auto stub = households::v1::HouseholdsService::NewStub(channel);
  HouseholdsImport import(*stub, kTimeout);
  make([&import](const households::v1::ImportRecordsRequest& batch) { import.Send(batch); });
  return import.Finish();
}

absl::Status ImportProjects(const std::shared_ptr<grpc::Channel>& channel,
                            const std::function<void(const ProjectsBatchSink&)>& make) {
  const auto stub = projects::v1::ProjectsService::NewStub(channel);
  ProjectsImport import(*stub, kTimeout);
  make([&import](const projects::v1::ImportRecordsRequest& batch) { import.Send(batch); });
  return import.Finish();
}

absl::Status ImportWorld(const World& world, const std::shared_ptr<grpc::Channel>& channel,
                         const CountyImported& imported) {
  absl::Status status = ImportProjects(
      channel, [&world](const ProjectsBatchSink& sink) { world.MakeProgramme(sink); });
  if (!status.ok()) return status;
  WorkBeside work(world, channel);
  int64_t records = 0;
  const auto await_work = [&]() -> absl::Status {
    const absl::StatusOr<int64_t> count = work.Await();
    if (!count.ok()) return count.status();
    records += *count;
    if (imported) imported(work.county(), records);
    return absl::OkStatus();
  };
  for (const County& county : world.counties()) {
    status = ImportHouseholds(channel, [&](const HouseholdsBatchSink& sink) {
      world.MakeRegister(county, Counting(sink, records));
    });
    if (!status.ok()) return status;
    if (county.number > 0) status = await_work();
    if (!status.ok()) return status;
    work.Start(county);
  }
  return await_work();
}

}  // namespace bangfu::bench
