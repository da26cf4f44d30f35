#include "gateway/cli/import_stream.h"

#include <utility>

namespace bangfu::cli {

BatchPipeline::BatchPipeline(std::unique_ptr<ImportStream> stream, Answered answered)
    : stream_(std::move(stream)), answered_(std::move(answered)) {}

absl::Status BatchPipeline::WhyEnded() {
  if (!ended_) {
    ended_ = true;
    end_ = stream_->Finish();
    if (end_.ok() && !under_way_.empty()) {
      end_ = absl::UnavailableError("the service ended the call before all was answered");
    }
  }
  return end_;
}

absl::Status BatchPipeline::Send(RecordBatch batch) {
  while (under_way_.size() >= kBatchesInFlightMax) {
    if (absl::Status status = TakeAnswer(); !status.ok()) return status;
  }
  under_way_.push_back(std::move(batch));
  if (stream_->Write(*under_way_.back().request)) return absl::OkStatus();
  return WhyEnded();
}

absl::Status BatchPipeline::TakeAnswer() {
  if (under_way_.empty()) return absl::OkStatus();
  journal::v1::BatchResult result;
  if (ended_ || !stream_->Read(result)) return WhyEnded();
  RecordBatch batch = std::move(under_way_.front());
  under_way_.pop_front();
  answered_(std::move(batch), result);
  return absl::OkStatus();
}

absl::Status BatchPipeline::Finish() {
  while (!ended_ && !under_way_.empty()) {
    if (absl::Status status = TakeAnswer(); !status.ok()) return status;
  }
  return WhyEnded();
}

}  // namespace bangfu::cli
