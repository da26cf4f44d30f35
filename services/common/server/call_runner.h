// Runs unary calls of the callback API so that no gRPC thread ever blocks: admission (deadline,
// calls in flight), then the work on the SQL executor or wherever it finishes, then the answer.
// Not here: what the work is. Streams have batch_stream.h and the journal's stream of its own.
#ifndef BANGFU_SERVICES_COMMON_SERVER_CALL_RUNNER_H_
#define BANGFU_SERVICES_COMMON_SERVER_CALL_RUNNER_H_

#include <functional>

#include "absl/status/status.h"
#include <grpcpp/support/server_callback.h>

#include "google/protobuf/message_lite.h"
#include "services/common/server/admission.h"
#include "services/common/sql/executor.h"

namespace bangfu::server {

// Finishes a call, from any thread. The first call counts, further ones are ignored; when all
// copies are gone without one, the call ends with INTERNAL.
using FinishCall = std::function<void(absl::Status)>;

// What a caller is told when the executor takes no more jobs: the same status with the reason
// QUEUE_FULL (RESOURCE_EXHAUSTED) or SHUTTING_DOWN (UNAVAILABLE). Any other is left as it is.
absl::Status WithQueueReason(const absl::Status& refused);

class CallRunner {
 public:
  // Both must outlive every call. `executor` may be null where only Inline and Async are used.
  CallRunner(Admission& admission, sql::Executor* executor)
      : admission_(admission), executor_(executor) {}

  // Runs `job` on a reader connection. The request and response that it captures live until the
  // call is finished. `response` is cleared first, whenever the job is run. A cancelled call leaves
  // the queue; its running SQL is interrupted.
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context,
                                 google::protobuf::MessageLite* response, sql::Job job);

  // Runs `work` here and now, on the gRPC thread: only for work that takes microseconds.
  grpc::ServerUnaryReactor* Inline(grpc::CallbackServerContext* context,
                                   std::function<absl::Status()> work);

  // Starts `work`, which finishes the call later. `cancellation` tells when the caller is gone;
  // DeadlineOf(*context) until when it waits. The request and response live until `finish`.
  grpc::ServerUnaryReactor* Async(
      grpc::CallbackServerContext* context,
      std::function<void(sql::CancellationPtr cancellation, FinishCall finish)> work);

 private:
  Admission& admission_;
  sql::Executor* executor_;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_CALL_RUNNER_H_
