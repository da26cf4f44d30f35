#include "services/common/journal/journal_service.h"

#include <vector>

#include "services/common/journal/entry_stream.h"
#include "services/common/journal/journal_reader.h"
#include "services/common/journal/prove.h"
#include "services/common/server/process.h"

namespace bangfu::journal {

grpc::ServerUnaryReactor* JournalServiceFace::ListTreeHeads(grpc::CallbackServerContext* context,
                                                            const v1::ListTreeHeadsRequest*,
                                                            v1::ListTreeHeadsResponse* response) {
  return runner_.Read(context, response, [this, response](sql::Connection& connection) {
    absl::StatusOr<std::vector<v1::TreeHead>> heads = journal::ListTreeHeads(connection, journal_);
    if (!heads.ok()) return heads.status();
    response->mutable_tree_heads()->Assign(heads->begin(), heads->end());
    response->set_server_version(std::string(server::Version()));
    return absl::OkStatus();
  });
}

grpc::ServerWriteReactor<v1::StreamEntriesResponse>* JournalServiceFace::StreamEntries(
    grpc::CallbackServerContext* context, const v1::StreamEntriesRequest* request) {
  return StartEntryStream(admission_, executor_, signal_, journal_, context, *request);
}

grpc::ServerBidiReactor<v1::WatchHeadsRequest, v1::WatchHeadsResponse>*
JournalServiceFace::WatchHeads(grpc::CallbackServerContext* context) {
  return heads_.Watch(context, executor_, journal_);
}

grpc::ServerUnaryReactor* JournalServiceFace::ProveInclusion(
    grpc::CallbackServerContext* context, const v1::ProveInclusionRequest* request,
    v1::ProveInclusionResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return journal::ProveInclusion(connection, *request, *response);
  });
}

grpc::ServerUnaryReactor* JournalServiceFace::ProveConsistency(
    grpc::CallbackServerContext* context, const v1::ProveConsistencyRequest* request,
    v1::ProveConsistencyResponse* response) {
  return runner_.Read(context, response, [request, response](sql::Connection& connection) {
    return journal::ProveConsistency(connection, *request, *response);
  });
}

}  // namespace bangfu::journal
