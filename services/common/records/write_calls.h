// The gRPC side of writing, the same for every service: Create, which enters a batch of one, and
// the import stream. For *_service files alone; what a batch is stands in batches.h.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_WRITE_CALLS_H_
#define BANGFU_SERVICES_COMMON_RECORDS_WRITE_CALLS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "services/common/journal/head_watch.h"
#include "services/common/records/batches.h"
#include "services/common/records/prepare.h"
#include "services/common/records/violations.h"
#include "services/common/server/batch_stream.h"
#include "services/common/server/call_runner.h"
#include "services/common/sql/executor.h"

namespace bangfu::records {

// `Request` and `Response` are the service's ImportRecordsRequest and ImportRecordsResponse.
template <typename Request, typename Response>
class WriteCalls {
 public:
  // All must outlive the server, and every answer that Batches::Consult still waits for.
  WriteCalls(server::Admission& admission, sql::Executor& executor, journal::HeadWatch& heads,
             Batches<Request>& batches)
      : admission_(admission),
        executor_(executor),
        heads_(heads),
        batches_(batches),
        runner_(admission, &executor),
        import_([this](std::shared_ptr<ImportCall> call) { Import(std::move(call)); }) {}
  WriteCalls(const WriteCalls&) = delete;
  WriteCalls& operator=(const WriteCalls&) = delete;

  // Enters one record as a batch of one, and answers `shown`, which has the record's name.
  template <typename Record, typename Resource>
  grpc::ServerUnaryReactor* Create(grpc::CallbackServerContext* context,
                                   const std::string& request_id, Record record, Resource shown,
                                   Resource* response) {
    Request request;
    request.set_request_id(request_id);
    request.set_county(PartitionOf(shown.name()));
    *request.add_records() = std::move(record);
    return runner_.Async(
        context, [&](sql::CancellationPtr cancellation, server::FinishCall finish) {
          absl::StatusOr<Batch> prepared = batches_.Prepare(std::move(request));
          if (!prepared.ok()) return finish(prepared.status());
          if (!prepared->violations.empty()) return finish(prepared->violations.ToStatus());
          Submit(
              std::make_shared<Batch>(*std::move(prepared)),
              {std::move(cancellation), server::DeadlineOf(*context), ""},
              [](const std::function<void()>& step) { step(); },
              [finish, shown, response](absl::StatusOr<journal::v1::BatchResult> result) {
                if (!result.ok()) return finish(result.status());
                if (!result->violations().empty()) return finish(StatusOf(*result));
                *response = shown;
                finish(absl::OkStatus());
              });
        });
  }

  // Runs a job that writes one batch of `county` by itself and fills `response`.
  grpc::ServerUnaryReactor* Write(
      grpc::CallbackServerContext* context, std::string county,
      std::function<absl::StatusOr<journal::v1::BatchResult>(sql::Connection&)> job) {
    return runner_.Async(
        context, [&](sql::CancellationPtr cancellation, const server::FinishCall& finish) {
          Enqueue({std::move(cancellation), server::DeadlineOf(*context), std::move(county)},
                  std::move(job), [finish](const absl::StatusOr<journal::v1::BatchResult>& result) {
                    finish(result.status());
                  });
        });
  }

  // The stream of ImportRecords.
  grpc::ServerBidiReactor<Request, Response>* Import(grpc::CallbackServerContext* context) {
    return server::StartBatchStream(admission_, context, import_);
  }

 private:
  using Batch = PreparedBatch<Request>;
  using ImportCall = server::BatchCall<Request, Response>;
  using Done = std::function<void(absl::StatusOr<journal::v1::BatchResult>)>;
  using InTurn = std::function<void(std::function<void()> step)>;

  void Import(std::shared_ptr<ImportCall> call) {
    absl::StatusOr<Batch> prepared = batches_.Prepare(std::move(call->request));
    if (!prepared.ok()) return call->done(prepared.status());
    auto batch = std::make_shared<Batch>(*std::move(prepared));
    Submit(batch, {call->cancellation, call->deadline, ""}, call->in_turn,
           [call, batch](absl::StatusOr<journal::v1::BatchResult> result) {
             // The stream parses the next batch into it, and ends its records on its own thread.
             call->request = std::move(batch->request);
             if (!result.ok()) return call->done(result.status());
             Response response;
             *response.mutable_result() = *std::move(result);
             call->done(std::move(response));
           });
  }

  using Job = std::function<absl::StatusOr<journal::v1::BatchResult>(sql::Connection&)>;

  // Consults, then puts the batch into the writer's queue when it is its turn; `done` gets the
  // answer once it is durable and known to who watches the heads, or why there is none.
  void Submit(std::shared_ptr<Batch> batch, sql::JobContext context, InTurn in_turn, Done done) {
    context.partition = batch->header.county;
    batches_.Consult(batch, context, [=, this](const absl::Status& consulted) {
      if (!consulted.ok()) return done(consulted);
      in_turn([=, this] {
        Enqueue(
            context,
            [this, batch](sql::Connection& connection) {
              return batches_.Write(connection, *batch);
            },
            done);
      });
    });
  }

  void Enqueue(sql::JobContext context, Job job, const Done& done) {
    auto result = std::make_shared<absl::StatusOr<journal::v1::BatchResult>>();
    const absl::Status queued = executor_.Write(
        std::move(context),
        [job = std::move(job), result](sql::Connection& connection) {
          *result = job(connection);
          return result->status();
        },
        [this, result, done](absl::Status status) {
          if (!status.ok()) return done(std::move(status));
          // An answer that is repeated may be to a write that nobody was told of yet.
          if (!(*result)->has_position()) return done(*std::move(*result));
          const journal::v1::JournalPosition position = (*result)->position();
          heads_.Announce(position, [result, done] { done(*std::move(*result)); });
        });
    if (!queued.ok()) done(server::WithQueueReason(queued));
  }

  server::Admission& admission_;
  sql::Executor& executor_;
  journal::HeadWatch& heads_;
  Batches<Request>& batches_;
  server::CallRunner runner_;
  const server::BatchHandler<Request, Response> import_;
};

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_WRITE_CALLS_H_
