// The gRPC face of a journal: heads, streams, proofs. Every service that keeps a journal serves
// one.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_JOURNAL_SERVICE_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_JOURNAL_SERVICE_H_

#include <string>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "services/common/journal/commit_signal.h"
#include "services/common/journal/head_watch.h"
#include "services/common/server/call_runner.h"
#include "services/common/sql/executor.h"

namespace bangfu::journal {

class JournalServiceFace final : public v1::JournalService::CallbackService {
 public:
  // `journal` is "households" or "projects". The rest must outlive the server.
  JournalServiceFace(std::string journal, server::Admission& admission, sql::Executor& executor,
                     CommitSignal& signal, HeadWatch& heads)
      : journal_(std::move(journal)),
        admission_(admission),
        executor_(executor),
        signal_(signal),
        heads_(heads),
        runner_(admission, &executor) {}

  grpc::ServerUnaryReactor* ListTreeHeads(grpc::CallbackServerContext* context,
                                          const v1::ListTreeHeadsRequest* request,
                                          v1::ListTreeHeadsResponse* response) override;
  grpc::ServerWriteReactor<v1::StreamEntriesResponse>* StreamEntries(
      grpc::CallbackServerContext* context, const v1::StreamEntriesRequest* request) override;
  grpc::ServerBidiReactor<v1::WatchHeadsRequest, v1::WatchHeadsResponse>* WatchHeads(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* ProveInclusion(grpc::CallbackServerContext* context,
                                           const v1::ProveInclusionRequest* request,
                                           v1::ProveInclusionResponse* response) override;
  grpc::ServerUnaryReactor* ProveConsistency(grpc::CallbackServerContext* context,
                                             const v1::ProveConsistencyRequest* request,
                                             v1::ProveConsistencyResponse* response) override;

 private:
  const std::string journal_;
  server::Admission& admission_;
  sql::Executor& executor_;
  CommitSignal& signal_;
  HeadWatch& heads_;
  server::CallRunner runner_;
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_JOURNAL_SERVICE_H_
