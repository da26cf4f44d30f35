// Follows the journal of one service: one stream of all its counties, opened again whenever it
// ends. It keeps no position of its own: a stream begins where the snapshots are.
#ifndef BANGFU_SERVICES_REPORTING_FOLLOWER_H_
#define BANGFU_SERVICES_REPORTING_FOLLOWER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/alarm.h>
#include <grpcpp/channel.h>

#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "services/reporting/applier.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

struct FollowOptions {
  absl::Duration stream_duration = absl::Minutes(10);  // every call has a deadline
  absl::Duration backoff_min = absl::Milliseconds(100);
  absl::Duration backoff_max = absl::Seconds(2);
};

// Where the batches of a journal go: Applier::Apply, with its promises.
using ApplyBatch = std::function<void(const std::string& journal, EntryBatch batch,
                                      std::function<void(absl::Status)> done)>;

// Thread-safe. Works on gRPC's threads and the executor's writer, and blocks neither. At most
// sixteen batches are on their way to the database; further ones wait in the transport. `apply` is
// called with one batch at a time, in the journal's order.
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
  void Start() { Open(); }
  // Returns when nothing is under way any more, for good. The executor must still run.
  void Stop();

  v1::FollowedJournal State() const;

 private:
  class Stream;

  void Open();
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
  // Either a stream is open, or an alarm is set for the next one; neither before Start, after Stop.
  std::shared_ptr<Stream> stream_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  bool idle_ ABSL_GUARDED_BY(mutex_) = true;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Duration backoff_ ABSL_GUARDED_BY(mutex_);
  std::string last_error_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FOLLOWER_H_
