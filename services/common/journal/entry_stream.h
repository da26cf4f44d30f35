// The reactor of JournalService.StreamEntries: sends what FollowPosition finds, one message at a
// time, so that a slow reader slows itself alone; waits for the commit signal when it has all.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_ENTRY_STREAM_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_ENTRY_STREAM_H_

#include <string_view>

#include <grpcpp/support/server_callback.h>

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/journal/commit_signal.h"
#include "services/common/server/call_runner.h"
#include "services/common/sql/executor.h"

namespace bangfu::journal {

// Starts the stream of one call; the reactor owns itself. What is passed outlives the call.
grpc::ServerWriteReactor<v1::StreamEntriesResponse>* StartEntryStream(
    server::Admission& admission, sql::Executor& executor, CommitSignal& signal,
    std::string_view journal, grpc::CallbackServerContext* context,
    const v1::StreamEntriesRequest& request);

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_ENTRY_STREAM_H_
