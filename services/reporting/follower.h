// Follows the journal of one service: one stream of its counties, all of them or those of some
// shards, opened again whenever it ends. It keeps no position of its own: a stream begins where the
// snapshots are.
#ifndef BANGFU_SERVICES_REPORTING_FOLLOWER_H_
#define BANGFU_SERVICES_REPORTING_FOLLOWER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/channel.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "services/common/server/reopener.h"
#include "services/reporting/applier.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

struct FollowOptions {
  absl::Duration stream_duration = absl::Minutes(10);  // every call has a deadline
  server::Backoff backoff;
};

// Where the batches of a journal go: Applier::Apply, with its promises.
using ApplyBatch = std::function<void(const std::string& journal, EntryBatch batch,
                                      std::function<void(absl::Status)> done)>;

// Thread-safe. Works on gRPC's threads and the executor's writer, and blocks neither. At most
// sixteen batches, or some 8000 entries, are on their way to the database; further ones wait in the
// transport. `apply` is called with one batch at a time, in the journal's order.
//
// A county with an entry that cannot be applied stands still, the others go on; it is tried again
// with the next stream.
class Follower {
 public:
  // `journal` is "households" or "projects". What is passed by reference must outlive this.
  Follower(std::string journal, std::shared_ptr<grpc::Channel> channel, ApplyBatch apply,
           const Snapshots& snapshots, FollowOptions options = {});
  ~Follower() { Stop(); }
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Once.
  void Start() { reopener_.Start(); }
  // From now on the counties of these shards alone (of kShardCount): an open stream ends, and
  // another begins. Entries that are on their way are applied.
  void FollowShards(const std::vector<int>& shards);
  // An open stream ends, and another begins, where the snapshots are then: for when they went back.
  void BeginAnew() { reopener_.Restart(); }
  // Returns when nothing is under way any more, for good. The executor must still run.
  void Stop() { reopener_.Stop(); }

  v1::FollowedJournal State() const;

 private:
  class Stream;

  server::Reopener::Cancel Open();
  std::optional<journal::v1::CountyShards> Shards() const;
  void OnStreamEnd(const absl::Status& status, bool progressed);
  void Note(const absl::Status& error);
  void NoteRecovery();

  const std::string journal_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<journal::v1::JournalService::Stub> stub_;
  const ApplyBatch apply_;
  const Snapshots& snapshots_;
  const FollowOptions options_;

  mutable absl::Mutex mutex_;
  std::shared_ptr<Stream> stream_ ABSL_GUARDED_BY(mutex_);  // null while none is open
  std::string last_error_ ABSL_GUARDED_BY(mutex_);
  std::optional<journal::v1::CountyShards> shards_ ABSL_GUARDED_BY(mutex_);  // absent: all
  server::Reopener reopener_;                                                // ends first
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FOLLOWER_H_
