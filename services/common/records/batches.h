// What a service does with a batch of records on its way into the tables. Knows no gRPC:
// write_calls.h carries batches from the calls to the writer.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_BATCHES_H_
#define BANGFU_SERVICES_COMMON_RECORDS_BATCHES_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/journal/v1/write.pb.h"
#include "services/common/records/prepare.h"
#include "services/common/sql/connection.h"
#include "services/common/sql/job_queue.h"

namespace bangfu::records {

// `Request` is the service's ImportRecordsRequest. Thread-safe.
template <typename Request>
class Batches {
 public:
  using Batch = PreparedBatch<Request>;

  virtual ~Batches() = default;

  // Checks fields and normalises; on the caller's thread, without blocking. INVALID_ARGUMENT when
  // what surrounds the records is wrong; what is wrong with a record goes into the violations.
  virtual absl::StatusOr<Batch> Prepare(Request request) = 0;

  // Asks other services what must be known before the batch is written; adds violations to it.
  // Calls `then` once, at once or later on any thread; an error refuses the batch.
  virtual void Consult(std::shared_ptr<Batch> batch, const sql::JobContext& context,
                       std::function<void(absl::Status)> then) {
    static_cast<void>(batch);
    static_cast<void>(context);
    then(absl::OkStatus());
  }

  // Writes the batch; on an executor's writer, in its transaction, and again when that was lost.
  virtual absl::StatusOr<journal::v1::BatchResult> Write(sql::Connection& connection,
                                                         const Batch& batch) = 0;
};

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_BATCHES_H_
