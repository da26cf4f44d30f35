// Who watches the heads of a journal, how far each knows them, and which answers to writes wait for
// that: pure, without threads, clock or network. head_watch.h brings them.
//
// A watcher's lease is a promise to it: until the lease ends, no write is answered that it does not
// know of. So it may use what it made of the heads that it knows, without asking.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_HEAD_LEASES_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_HEAD_LEASES_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "bangfu/journal/v1/journal.pb.h"

namespace bangfu::journal {

class HeadLeases {
 public:
  using Answer = std::function<void()>;
  using WatcherId = int64_t;

  // The process has just begun: it does not know whom the one before it had promised something, so
  // no write is answered until `start` + `lease`.
  HeadLeases(absl::Duration lease, absl::Time start);

  // A watcher that is to read all heads from now on, and believes nothing before: of what was
  // announced so far it need not be told. Its lease lives from `now`.
  WatcherId Join(absl::Time now);
  // It is not told any more; what it was promised holds until its lease ends.
  void Leave(WatcherId watcher);
  // It knows all up to that version, and its lease lives anew. False when it had ended already, or
  // the watcher has not acknowledged what it was told a lease ago: then it ends in its time, and no
  // answer has waited for that watcher for more than two leases since it was told.
  bool Renew(WatcherId watcher, int64_t version, absl::Time now);

  // A county's log has grown to `position`, by a write that `answer` tells the writer of.
  void Announce(const v1::JournalPosition& position, Answer answer);
  // It has grown by somebody else's write. False when that was known.
  bool Note(const v1::JournalPosition& position);
  // The version up to which the watcher was told.
  int64_t told(WatcherId watcher) const;

  // What moved since the watcher was last told; that is told now. Nothing: all was told.
  std::vector<v1::JournalPosition> TakeMoved(WatcherId watcher, absl::Time now);

  // The answers that wait for nobody any more, in the order of their writes, and forgets leases
  // that have ended. They are the caller's to run.
  std::vector<Answer> TakeReady(absl::Time now);
  // When an answer may become ready by a lease that ends; nothing while none waits.
  std::optional<absl::Time> NextExpiry() const;

  int watcher_count() const;

 private:
  struct Told {
    int64_t version;
    absl::Time when;
  };
  struct Watcher {
    absl::Time lease_end;
    int64_t told = 0;   // version
    int64_t known = 0;  // version
    std::deque<Told> unacknowledged = {};
    bool gone = false;

    void Tell(int64_t version, absl::Time now);
    void Acknowledge(int64_t version);
  };
  struct Moved {
    int64_t size = 0;
    int64_t version = 0;
    std::string journal;
  };
  struct Waiting {
    int64_t version;
    Answer answer;
  };

  const absl::Duration lease_;
  int64_t version_ = 0;
  WatcherId next_id_ = 0;
  std::map<WatcherId, Watcher> watchers_;
  std::map<std::string, Moved> moved_;  // by county, as far as this process wrote or noted
  std::vector<Waiting> waiting_;        // by version
};

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_HEAD_LEASES_H_
