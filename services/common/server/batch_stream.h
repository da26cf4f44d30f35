// The reactor of a bidirectional stream that takes batches and answers each in order once it is
// durable: import. Bounded: at most kBatchesInFlightMax batches are under way, the rest waits in
// the transport. A client counts the answers: one batch without an answer may or may not be
// written.
#ifndef BANGFU_SERVICES_COMMON_SERVER_BATCH_STREAM_H_
#define BANGFU_SERVICES_COMMON_SERVER_BATCH_STREAM_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/support/server_callback.h>

#include "services/common/server/admission.h"
#include "services/common/sql/cancellation.h"

namespace bangfu::server {

// Under way: from the end of its reading until its answer is out.
inline constexpr int kBatchesInFlightMax = 4;

// One batch on its way. What must be found out about it before it is written is found out beside
// the others; then the handler calls `in_turn`, once, from any thread, with the step that puts it
// into the writer's queue, which must neither block nor throw. Steps are taken on any thread, one
// at a time, in the order in which the batches came: when each batch before has taken its own or
// has its answer, and never behind one that failed. The handler calls `done` with the answer, from
// any thread, with or without a step. An error instead of a response ends the stream, after the
// answers to the batches before it. When all holders let go of the call without `done`, that is an
// INTERNAL error.
template <typename Request, typename Response>
struct BatchCall {
  Request request;
  // Tells that the stream has ended and nobody waits for the answer.
  sql::CancellationPtr cancellation;
  // Of the whole stream.
  absl::Time deadline;
  std::function<void(std::function<void()> step)> in_turn;
  std::function<void(absl::StatusOr<Response>)> done;
};

// Called on a gRPC thread, one batch at a time, in the order in which they came; must not block.
template <typename Request, typename Response>
using BatchHandler = std::function<void(std::shared_ptr<BatchCall<Request, Response>>)>;

// A reactor for one call; owns itself. `handler` and `admission` must outlive it and every
// BatchCall.
template <typename Request, typename Response>
grpc::ServerBidiReactor<Request, Response>* StartBatchStream(
    Admission& admission, grpc::CallbackServerContext* context,
    const BatchHandler<Request, Response>& handler);

}  // namespace bangfu::server

// The definition of StartBatchStream.
#include "services/common/server/batch_stream_inl.h"  // IWYU pragma: export

#endif  // BANGFU_SERVICES_COMMON_SERVER_BATCH_STREAM_H_
