#include "gateway/cli/grpc_import_stream.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include <grpcpp/grpcpp.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "bangfu/projects/v1/projects_service.grpc.pb.h"
#include "gateway/cli/status_text.h"
#include "services/common/status/errors.h"

namespace bangfu::cli {
namespace {

template <typename GrpcService, typename Request, typename Response>
class GrpcImportStream final : public ImportStream {
 public:
  GrpcImportStream(const GatewayClient& client, Service service)
      : service_(ServiceName(service)),
        stub_(GrpcService::NewStub(client.channel())),
        context_(client.NewStreamContext()),
        stream_(stub_->ImportRecords(context_.get())),
        timeout_(client.timeout()),
        watchdog_(*context_, timeout_) {}

  bool Write(const google::protobuf::Message& request) override {
    watchdog_.Expect();
    return stream_->Write(static_cast<const Request&>(request));
  }

  bool Read(journal::v1::BatchResult& result) override {
    if (!stream_->Read(&response_)) return false;
    watchdog_.Answered();
    result.Swap(response_.mutable_result());
    return true;
  }

  absl::Status Finish() override {
    stream_->WritesDone();
    watchdog_.Expect();
    while (stream_->Read(&response_)) watchdog_.Answered();
    absl::Status status = ToStatus(stream_->Finish());
    if (watchdog_.fired()) {
      return absl::DeadlineExceededError(absl::StrCat(
          "records are sent to ", service_, ", no answer for ", absl::FormatDuration(timeout_)));
    }
    // The suite's own errors say whose they are; the transport's do not.
    if (status.ok() || !ReasonOf(status).empty()) return status;
    return {status.code(), absl::StrCat("records are sent to ", service_, ", ", MessageOf(status))};
  }

 private:
  const std::string service_;
  std::unique_ptr<typename GrpcService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> stream_;
  absl::Duration timeout_;
  Response response_;
  Watchdog watchdog_;  // last: it ends before what it watches
};

using HouseholdsStream =
    GrpcImportStream<households::v1::HouseholdsService, households::v1::ImportRecordsRequest,
                     households::v1::ImportRecordsResponse>;
using ProjectsStream =
    GrpcImportStream<projects::v1::ProjectsService, projects::v1::ImportRecordsRequest,
                     projects::v1::ImportRecordsResponse>;

}  // namespace

OpenImportStream ImportOver(const GatewayClient& client) {
  return [&client](Service service) -> std::unique_ptr<ImportStream> {
    if (service == Service::kHouseholds) return std::make_unique<HouseholdsStream>(client, service);
    return std::make_unique<ProjectsStream>(client, service);
  };
}

}  // namespace bangfu::cli
