// The three services as stand-ins whose answers are the test's, each a server on a free port of
// 127.0.0.1 that can be stopped and started again at the same address.
#ifndef BANGFU_TESTS_GATEWAY_FAKES_H_
#define BANGFU_TESTS_GATEWAY_FAKES_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <grpcpp/server.h>
#include <grpcpp/server_context.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"

namespace bangfu::gateway {

template <typename Request, typename Response>
using Handler = std::function<grpc::Status(grpc::ServerContext*, const Request*, Response*)>;

// Serves `services` until stopped.
class FakeServer {
 public:
  explicit FakeServer(std::vector<grpc::Service*> services) : services_(std::move(services)) {}
  ~FakeServer() { Stop(); }

  void Start();
  // Calls under way are cut off.
  void Stop();
  // host:port; known once it was started.
  const std::string& address() const { return address_; }

 private:
  const std::vector<grpc::Service*> services_;
  std::string address_ = "127.0.0.1:0";
  std::unique_ptr<grpc::Server> server_;
};

struct FakeJournal final : journal::v1::JournalService::Service {
  grpc::Status ListTreeHeads(grpc::ServerContext* context,
                             const journal::v1::ListTreeHeadsRequest* request,
                             journal::v1::ListTreeHeadsResponse* response) override {
    return list_tree_heads(context, request, response);
  }
  grpc::Status StreamEntries(
      grpc::ServerContext* context, const journal::v1::StreamEntriesRequest* request,
      grpc::ServerWriter<journal::v1::StreamEntriesResponse>* writer) override {
    return stream_entries(context, request, writer);
  }

  using WatchStream =
      grpc::ServerReaderWriter<journal::v1::WatchHeadsResponse, journal::v1::WatchHeadsRequest>;
  // Tells `watched_heads` to one watcher as long as there is one, then what Move() adds; with no
  // heads set the method is not there, as in an older service.
  grpc::Status WatchHeads(grpc::ServerContext* context, WatchStream* stream) override;
  // Waits until the watcher has acknowledged it.
  void Move(const std::string& county, int64_t size);

  std::optional<std::vector<journal::v1::JournalPosition>> watched_heads;

  Handler<journal::v1::ListTreeHeadsRequest, journal::v1::ListTreeHeadsResponse> list_tree_heads;
  Handler<journal::v1::StreamEntriesRequest, grpc::ServerWriter<journal::v1::StreamEntriesResponse>>
      stream_entries;

 private:
  std::mutex mutex_;
  std::condition_variable acknowledged_;
  WatchStream* watcher_ = nullptr;
  int64_t version_ = 0;
  int64_t acknowledged_version_ = 0;
  int64_t renewals_ = 0;
};

struct FakeHouseholds final : households::v1::HouseholdsService::Service {
  using Stream = grpc::ServerReaderWriter<households::v1::ImportRecordsResponse,
                                          households::v1::ImportRecordsRequest>;

  grpc::Status ListPublishedCases(grpc::ServerContext* context,
                                  const households::v1::ListPublishedCasesRequest* request,
                                  households::v1::ListPublishedCasesResponse* response) override {
    return list_published_cases(context, request, response);
  }
  grpc::Status GetCounty(grpc::ServerContext* context,
                         const households::v1::GetCountyRequest* request,
                         households::v1::County* response) override {
    return get_county(context, request, response);
  }
  grpc::Status ImportRecords(grpc::ServerContext* context, Stream* stream) override {
    return import_records(context, stream);
  }

  Handler<households::v1::ListPublishedCasesRequest, households::v1::ListPublishedCasesResponse>
      list_published_cases;
  Handler<households::v1::GetCountyRequest, households::v1::County> get_county;
  std::function<grpc::Status(grpc::ServerContext*, Stream*)> import_records;
};

struct FakeProjects final : projects::v1::ProjectsService::Service {
  grpc::Status GetProgrammeProfile(grpc::ServerContext* context,
                                   const projects::v1::GetProgrammeProfileRequest* request,
                                   projects::v1::ProgrammeProfile* response) override {
    return get_programme_profile(context, request, response);
  }

  Handler<projects::v1::GetProgrammeProfileRequest, projects::v1::ProgrammeProfile>
      get_programme_profile;
};

struct FakeReporting final : reporting::v1::ReportingService::Service {
  grpc::Status ComputeFigures(grpc::ServerContext* context,
                              const reporting::v1::ComputeFiguresRequest* request,
                              reporting::v1::ComputeFiguresResponse* response) override {
    return compute_figures(context, request, response);
  }
  grpc::Status GetProgress(grpc::ServerContext*, const reporting::v1::GetProgressRequest*,
                           reporting::v1::GetProgressResponse* response) override {
    *response = progress;
    return grpc::Status::OK;
  }

  Handler<reporting::v1::ComputeFiguresRequest, reporting::v1::ComputeFiguresResponse>
      compute_figures;
  reporting::v1::GetProgressResponse progress;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_TESTS_GATEWAY_FAKES_H_
