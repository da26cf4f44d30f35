// Cuts a file into the batches in which its records are sent: consecutive rows of one county, at
// most so many. The same file gives the same batches with the same request_ids every time.
#ifndef BANGFU_GATEWAY_CLI_BATCH_READER_H_
#define BANGFU_GATEWAY_CLI_BATCH_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/cli/csv_table.h"
#include "gateway/cli/import_plan.h"
#include "gateway/cli/record_mapper.h"
#include "google/protobuf/message.h"

namespace bangfu::cli {

inline constexpr int kBatchSizeMax = 1000;
inline constexpr int kBatchSizeDefault = 500;

// Records on their way.
struct RecordBatch {
  const FileSpec* spec = nullptr;
  int file_order = 0;
  std::unique_ptr<google::protobuf::Message> request;  // the service's ImportRecordsRequest
  std::vector<int64_t> rows;                           // of each record
};

// An ImportRecordsRequest's record, as a message.
const google::protobuf::Message& RecordAt(const RecordBatch& batch, int index);

// Some records of a batch as a batch of their own, with the same request_id.
RecordBatch Piece(const RecordBatch& batch, int begin, int end);

class BatchReader {
 public:
  // Rows with an error are passed over: they have been reported before.
  BatchReader(const PlannedFile& file, int batch_size, bool validate_only);

  // The next batch; false at the end. `batch` may hold an old one, whose memory is used again.
  bool Next(RecordBatch& batch);

  // From the next batch on.
  void set_batch_size(int batch_size) { batch_size_ = batch_size; }

 private:
  bool Advance();
  bool Fits(const RecordBatch& batch) const;
  void Take(RecordBatch& batch, std::string& public_bytes);

  const PlannedFile& file_;
  int batch_size_;
  const bool validate_only_;
  ErrorList unheard_;
  CsvTable table_;
  RecordMapper mapper_;
  std::unique_ptr<google::protobuf::Message> record_;  // of the row that waits
  std::vector<CellProblem> problems_;
  bool waiting_ = false;
  size_t batch_bytes_ = 0;
  std::string batch_county_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_BATCH_READER_H_
