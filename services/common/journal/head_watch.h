// Lets others watch the heads of this process's journal, and holds the answers to writes until they
// know them: JournalService.WatchHeads. Who is promised what, is head_leases.h.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_HEAD_WATCH_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_HEAD_WATCH_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/alarm.h>
#include <grpcpp/support/server_callback.h>

#include "bangfu/journal/v1/journal.pb.h"
#include "services/common/journal/commit_signal.h"
#include "services/common/journal/head_leases.h"
#include "services/common/sql/executor.h"
#include "services/common/time/clock.h"

namespace bangfu::journal {

// Thread-safe. Must outlive its streams and the answers that it holds; it waits for the latter.
class HeadWatch {
 public:
  static constexpr absl::Duration kLease = absl::Seconds(1);
  static constexpr int kWatchersMax = 64;

  // For one lease from `begun` on, answers wait for watchers of the process that was here before.
  explicit HeadWatch(absl::Duration lease = kLease, absl::Time begun = MonotonicNow());
  ~HeadWatch();

  // A write was committed that made the county's log grow to `position`. `answer` tells the writer:
  // it is called once, at once when nobody watches, else when all watchers know of it, at the
  // latest when their leases have ended. It must not block.
  void Announce(const v1::JournalPosition& position, std::function<void()> answer);

  // From now on watchers are told of heads that other processes on the same database move, too,
  // soon after `others` tells of a commit of theirs: without that, who does not watch them would
  // never know. `others` outlives this; the executor is not used after Close(). Cost: while anybody
  // watches, one read of all heads for the commits that came since the last one.
  void WatchOthers(CommitSignal& others, sql::Executor& executor, std::string journal);

  // The drain: streams end, and no more begin.
  void Close();

  using Stream = grpc::ServerBidiReactor<v1::WatchHeadsRequest, v1::WatchHeadsResponse>;
  // Serves a call; the reactor owns itself. What is passed outlives the call. It takes no call's
  // place: there are kWatchersMax of its kind.
  Stream* Watch(grpc::CallbackServerContext* context, sql::Executor& executor,
                std::string_view journal);

 private:
  class WatchStream;

  absl::Status Join(std::shared_ptr<WatchStream> stream);
  void Leave(HeadLeases::WatcherId watcher);
  bool Renew(HeadLeases::WatcherId watcher, int64_t version);
  // Runs the answers that wait for nobody any more, and sees to those that wait for a lease's end.
  void Settle();
  void SetAlarm() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TellStreams();
  // Not one look after the other, and again when one failed.
  void LookForOthers();
  void Look() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnLooked(const absl::Status& status, const std::vector<v1::JournalPosition>& positions);
  void EndLook(bool again) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnLookAlarm();
  bool NothingPends() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return alarms_pending_ == 0 && !looking_;
  }

  const absl::Duration lease_;
  sql::Executor* executor_ = nullptr;  // to look for others; null: there are none
  std::string journal_;
  absl::Mutex mutex_;
  HeadLeases leases_ ABSL_GUARDED_BY(mutex_);
  std::map<HeadLeases::WatcherId, std::shared_ptr<WatchStream>> streams_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  int alarms_pending_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool looking_ ABSL_GUARDED_BY(mutex_) = false;  // or waiting until it may again
  std::unique_ptr<grpc::Alarm> look_alarm_ ABSL_GUARDED_BY(mutex_);
  bool look_again_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<CommitSignal::Subscription> others_;
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_HEAD_WATCH_H_
