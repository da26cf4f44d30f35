// The projects service over a real server on loopback, with a households service beside it that
// knows whom the test tells it, and the verbs of a client.
#ifndef BANGFU_TESTS_SERVICES_PROJECTS_SERVICE_FIXTURE_H_
#define BANGFU_TESTS_SERVICES_PROJECTS_SERVICE_FIXTURE_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/projects/projects_server.h"
#include "tests/services/common/records/import_all.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/projects/records.h"

namespace bangfu::projects {

// Everybody exists who is not said to be missing.
class HouseholdsStandIn final : public households::v1::HouseholdsService::Service {
 public:
  void SetMissing(std::set<std::string> names) {
    const std::lock_guard lock(mutex_);
    missing_ = std::move(names);
  }
  int calls() const { return calls_; }
  // The most that ever were under way together.
  int calls_at_once_max() const { return calls_at_once_max_; }
  // While set, it does not answer before its caller gives up.
  std::atomic<bool> silent = false;
  // Nobody is answered before so many have asked.
  std::atomic<int> answers_from_call = 0;

  grpc::Status CheckParticipants(grpc::ServerContext* context,
                                 const households::v1::CheckParticipantsRequest* request,
                                 households::v1::CheckParticipantsResponse* response) override {
    ++calls_;
    NoteAtOnce(++calls_at_once_);
    const absl::Cleanup ended = [this] { --calls_at_once_; };
    const auto waits = [this] { return silent || calls_ < answers_from_call; };
    while (waits() && !context->IsCancelled()) std::this_thread::yield();
    const std::lock_guard lock(mutex_);
    for (const std::string& name : request->names()) {
      if (missing_.contains(name)) response->add_missing_names(name);
    }
    return grpc::Status::OK;
  }

 private:
  void NoteAtOnce(int calls) {
    const std::lock_guard lock(mutex_);
    calls_at_once_max_ = std::max(calls_at_once_max_.load(), calls);
  }

  std::mutex mutex_;
  std::set<std::string> missing_;
  std::atomic<int> calls_ = 0;
  std::atomic<int> calls_at_once_ = 0;
  std::atomic<int> calls_at_once_max_ = 0;
};

// Serves it at `address`, of which the port may be 0 and is then filled in; null when that fails.
inline std::unique_ptr<grpc::Server> ServeHouseholds(HouseholdsStandIn& households,
                                                     std::string& address) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&households);
  auto server = builder.BuildAndStart();
  address = "127.0.0.1:" + std::to_string(port);
  return server;
}

class ProjectsServiceTest : public ::testing::Test {
 protected:
  using Stub = v1::ProjectsService::Stub;

  void SetUp() override {
    StartHouseholds();
    Start();
  }

  void StartHouseholds() {
    households_server_ = ServeHouseholds(households_, households_address_);
    ASSERT_NE(households_server_, nullptr);
  }
  void StopHouseholds() {
    households_server_->Shutdown(std::chrono::system_clock::now());
    households_server_.reset();
  }

  void Start() {
    server::ProcessOptions options;
    options.address = "127.0.0.1:0";
    options.data_dir = database_.place().directory;
    options.database = database_.url();
    options.reproducible_seed = "test";
    auto services = MakeProjectsServer(options, households_address_, admission_);
    ASSERT_TRUE(services.ok()) << services.status();
    auto running = server::RunningServer::Start(options, *std::move(services));
    ASSERT_TRUE(running.ok()) << running.status();
    server_ = *std::move(running);
    stub_ = v1::ProjectsService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  static std::unique_ptr<grpc::ClientContext> Context(
      std::chrono::milliseconds timeout = std::chrono::seconds(30)) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + timeout);
    return context;
  }

  // Calls a unary method.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                std::chrono::milliseconds timeout = std::chrono::seconds(30)) {
    Response response;
    const auto context = Context(timeout);
    const grpc::Status status = (stub_.get()->*method)(context.get(), request, &response);
    if (!status.ok()) return server::FromGrpcStatus(status);
    return response;
  }

  static v1::ImportRecordsRequest Batch(const std::string& request_id, const std::string& county,
                                        const std::vector<v1::Record>& records) {
    v1::ImportRecordsRequest request;
    request.set_request_id(request_id);
    request.set_county(county);
    for (const v1::Record& record : records) *request.add_records() = record;
    return request;
  }

  // Sends all the batches and returns the answers; where `end` is given, how the stream ended.
  std::vector<journal::v1::BatchResult> Import(const std::vector<v1::ImportRecordsRequest>& batches,
                                               absl::Status* end = nullptr) {
    const auto context = Context();
    return records::ImportAll<v1::ImportRecordsResponse>(*stub_, *context, batches, end);
  }

  void ImportGlobal() {
    const auto results = Import({Batch("global", "000000", GlobalRecords())});
    ASSERT_EQ(results.at(0).recorded_count(), 3) << results[0].ShortDebugString();
  }

  static v1::CreateLedgerEntryRequest CreateEntry(const std::string& id,
                                                  const std::string& request_id) {
    v1::CreateLedgerEntryRequest request;
    *request.mutable_ledger_entry() = LedgerRecord(id).ledger_entry();
    request.set_request_id(request_id);
    return request;
  }

  sql::TestDatabase database_;
  HouseholdsStandIn households_;
  std::string households_address_ = "127.0.0.1:0";
  std::unique_ptr<grpc::Server> households_server_;
  server::Admission admission_{{}};
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace bangfu::projects

#endif  // BANGFU_TESTS_SERVICES_PROJECTS_SERVICE_FIXTURE_H_
