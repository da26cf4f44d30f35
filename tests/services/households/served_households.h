// A test with the households service, served on loopback over a database of its own.
#ifndef BANGFU_TESTS_SERVICES_HOUSEHOLDS_SERVED_HOUSEHOLDS_H_
#define BANGFU_TESTS_SERVICES_HOUSEHOLDS_SERVED_HOUSEHOLDS_H_

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "services/common/server/grpc_status.h"
#include "services/common/server/process.h"
#include "services/households/households_server.h"
#include "tests/services/common/records/import_all.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/households/records.h"

namespace bangfu::households {

class ServedHouseholds : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() {
    server::ProcessOptions options;
    options.address = "127.0.0.1:0";
    options.data_dir = database_.place().directory;
    options.database = database_.url();
    options.reproducible_seed = "test";
    auto services = MakeHouseholdsServer(options, admission_);
    ASSERT_TRUE(services.ok()) << services.status();
    auto running = server::RunningServer::Start(options, *std::move(services));
    ASSERT_TRUE(running.ok()) << running.status();
    server_ = *std::move(running);
    stub_ = v1::HouseholdsService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  static std::unique_ptr<grpc::ClientContext> Context() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    return context;
  }

  // Calls a unary method.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::HouseholdsService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    Response response;
    const auto context = Context();
    const grpc::Status status = (stub_.get()->*method)(context.get(), request, &response);
    if (!status.ok()) return server::FromGrpcStatus(status);
    return response;
  }

  static v1::ImportRecordsRequest Batch(const std::string& request_id,
                                        const std::vector<v1::Record>& records) {
    v1::ImportRecordsRequest request;
    request.set_request_id(request_id);
    request.set_county("510524");
    for (const v1::Record& record : records) *request.add_records() = record;
    return request;
  }

  std::vector<journal::v1::BatchResult> Import(const std::vector<v1::ImportRecordsRequest>& batches,
                                               absl::Status* end = nullptr) {
    const auto context = Context();
    return records::ImportAll<v1::ImportRecordsResponse>(*stub_, *context, batches, end);
  }

  void ImportWorld() {
    const auto results = Import({Batch("world", {CountyRecord(), VillageRecord(), HouseholdRecord(),
                                                 PersonRecord(), CaseRecord()})});
    ASSERT_EQ(results.size(), 1u);
    ASSERT_EQ(results[0].recorded_count(), 5) << results[0].ShortDebugString();
  }

  sql::TestDatabase database_;
  server::Admission admission_{{}};
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<v1::HouseholdsService::Stub> stub_;
};

}  // namespace bangfu::households

#endif  // BANGFU_TESTS_SERVICES_HOUSEHOLDS_SERVED_HOUSEHOLDS_H_
