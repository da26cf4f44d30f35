// The way of batches to a service and of the answers back: four may be under way, each is answered
// in order. What an answer means is the caller's business.
#ifndef BANGFU_GATEWAY_CLI_IMPORT_STREAM_H_
#define BANGFU_GATEWAY_CLI_IMPORT_STREAM_H_

#include <deque>
#include <functional>
#include <memory>

#include "absl/status/status.h"

#include "bangfu/journal/v1/write.pb.h"
#include "gateway/cli/batch_reader.h"
#include "gateway/cli/record_spec.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

// As many as a service works on at once.
inline constexpr size_t kBatchesInFlightMax = 4;

// One call of ImportRecords.
class ImportStream {
 public:
  virtual ~ImportStream() = default;

  // False when the call has ended; Finish tells why.
  virtual bool Write(const google::protobuf::Message& request) = 0;
  virtual bool Read(journal::v1::BatchResult& result) = 0;

  // Says that no more comes, waits for the end of the call.
  virtual absl::Status Finish() = 0;
};

using OpenImportStream = std::function<std::unique_ptr<ImportStream>(Service service)>;

class BatchPipeline {
 public:
  // Gets each batch with its answer.
  using Answered = std::function<void(RecordBatch batch, const journal::v1::BatchResult& result)>;

  BatchPipeline(std::unique_ptr<ImportStream> stream, Answered answered);

  // Sends a batch; takes answers while more would be under way than may. An error means that the
  // call has ended.
  absl::Status Send(RecordBatch batch);

  // Takes the answer to the oldest batch under way, if there is one.
  absl::Status TakeAnswer();

  size_t under_way() const { return under_way_.size(); }

  // Takes all answers and ends the call. To be called at the end, after an error too.
  absl::Status Finish();

 private:
  absl::Status WhyEnded();

  std::unique_ptr<ImportStream> stream_;
  Answered answered_;
  std::deque<RecordBatch> under_way_;
  bool ended_ = false;
  absl::Status end_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_IMPORT_STREAM_H_
