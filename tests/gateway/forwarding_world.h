// A fixture for calls that the gateway forwards: the world with stubs of the owners' services
// towards the gateway, and owners that stream.
#ifndef BANGFU_TESTS_GATEWAY_FORWARDING_WORLD_H_
#define BANGFU_TESTS_GATEWAY_FORWARDING_WORLD_H_

#include <memory>
#include <string>

#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/gateway/world.h"

namespace bangfu::gateway {

using households::v1::County;
using households::v1::GetCountyRequest;
using households::v1::ImportRecordsRequest;
using households::v1::ImportRecordsResponse;
using journal::v1::StreamEntriesRequest;
using journal::v1::StreamEntriesResponse;

class ForwardingWorld : public GatewayTest {
 protected:
  ForwardingWorld() {
    households_.get_county = [](auto*, auto* request, auto* county) {
      county->set_name(request->name());
      return grpc::Status::OK;
    };
    // Answers each batch with its request_id.
    households_.import_records = [](auto*, FakeHouseholds::Stream* stream) {
      ImportRecordsRequest request;
      while (stream->Read(&request)) {
        ImportRecordsResponse response;
        response.mutable_result()->set_request_id(request.request_id());
        stream->Write(response);
      }
      return grpc::Status::OK;
    };
  }

  void ServeAll(server::CallLimits limits = {}) {
    Serve(limits);
    households_stub_ = households::v1::HouseholdsService::NewStub(channel_);
    journal_stub_ = journal::v1::JournalService::NewStub(channel_);
  }

  absl::Status GetCounty(grpc::ClientContext& context,
                         const std::string& name = "counties/510524") {
    GetCountyRequest request;
    request.set_name(name);
    return server::FromGrpcStatus(households_stub_->GetCounty(&context, request, &county_));
  }
  absl::Status GetCounty() {
    grpc::ClientContext context;
    SetPatience(context);
    return GetCounty(context);
  }

  // Follows the journal of households.
  std::unique_ptr<grpc::ClientReader<StreamEntriesResponse>> StreamEntries(
      grpc::ClientContext& context) {
    SetPatience(context);
    context.AddMetadata("bangfu-service", "households");
    return journal_stub_->StreamEntries(&context, StreamEntriesRequest());
  }

  // An owner whose stream stays open until its call is cancelled.
  static grpc::Status StayOpen(grpc::ServerContext* context) {
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  }

  bool NoCallIsLeft() {
    return Eventually([this] { return admission_->calls_in_flight() == 0; });
  }

  County county_;
  std::unique_ptr<households::v1::HouseholdsService::Stub> households_stub_;
  std::unique_ptr<journal::v1::JournalService::Stub> journal_stub_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_TESTS_GATEWAY_FORWARDING_WORLD_H_
