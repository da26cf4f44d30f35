// Sends batches through the gateway and waits until each is durable.
#ifndef BANGFU_TESTS_BENCH_IMPORT_CLIENT_H_
#define BANGFU_TESTS_BENCH_IMPORT_CLIENT_H_

#include <functional>
#include <memory>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include <grpcpp/grpcpp.h>

#include "services/common/server/grpc_status.h"

namespace bangfu::bench {

// One stream of batches: Send as they are made, then Finish. A batch that is refused is an error,
// and so is one of which not every record was recorded: each is new.
template <typename Stub, typename Request, typename Response>
class ImportClient {
 public:
  ImportClient(Stub& stub, absl::Duration timeout) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    stream_ = stub.ImportRecords(&context_);
    reader_ = std::thread([this] { ReadAnswers(); });
  }
  ~ImportClient() {
    if (reader_.joinable()) reader_.join();
  }

  void Send(const Request& request) {
    sent_ += request.records_size();
    stream_->Write(request);  // a stream that broke says so at its end
  }

  absl::Status Finish() {
    stream_->WritesDone();
    reader_.join();
    const absl::Status end = server::FromGrpcStatus(stream_->Finish());
    if (!end.ok()) return end;
    if (!refusal_.ok() || recorded_ == sent_) return refusal_;
    return absl::DataLossError(
        absl::StrCat("of ", sent_, " records that were sent ", recorded_, " were recorded"));
  }

 private:
  void ReadAnswers() {
    Response response;
    while (stream_->Read(&response)) {
      recorded_ += response.result().recorded_count();
      if (!response.result().violations().empty()) {
        refusal_ = absl::InvalidArgumentError(response.result().ShortDebugString());
      }
    }
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> stream_;
  std::thread reader_;
  absl::Status refusal_;
  int64_t sent_ = 0;
  int64_t recorded_ = 0;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_IMPORT_CLIENT_H_
