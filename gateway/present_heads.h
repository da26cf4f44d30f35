// The heads of the journals as the gateway was told of them, and whether that is all there is: it
// is while every process that writes has promised to tell before it answers
// (JournalService.WatchHeads), and reporting serves as it did. Pure but for a lock; head_watcher.h
// brings the news.
#ifndef BANGFU_GATEWAY_PRESENT_HEADS_H_
#define BANGFU_GATEWAY_PRESENT_HEADS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "bangfu/journal/v1/journal.pb.h"

namespace bangfu::gateway {

enum class Source { kHouseholds, kProjects, kReporting };

// How far a county's log of one source was, when something was made of it.
struct HeadSize {
  Source source;
  std::string county;
  int64_t size;

  friend bool operator==(const HeadSize&, const HeadSize&) = default;
};

// Thread-safe. Times are MonotonicNow()'s.
class PresentHeads {
 public:
  using CopyId = size_t;

  // One more process that is watched; all are added before the first question.
  CopyId AddCopy(Source source);

  // What a copy of households or projects told; `first` on each new stream: then what it told
  // before counts no more. Its promise holds until `lease_end`.
  void Take(CopyId copy, const journal::v1::WatchHeadsResponse& told, bool first,
            absl::Time lease_end);
  // A copy of reporting serves; until Lose().
  void Serve(CopyId copy);
  // Nothing is known of the copy any more.
  void Lose(CopyId copy);

  struct Moment {
    // Whether all heads are known, whatever any writer was answered so far.
    bool complete = false;
    // Changes whenever a copy was lost or found: what was kept before may be of other logs.
    int64_t generation = 0;
    // Changes whenever any head moves; not when another copy tells of a move that is known.
    int64_t version = 0;

    friend bool operator==(const Moment&, const Moment&) = default;
  };
  Moment At(absl::Time now) const;

  // How many processes there are, and how many of them are known.
  struct Copies {
    int all = 0;
    int known = 0;
  };
  Copies CopiesAt(absl::Time now) const;

  // Whether these are the present heads. A county that nobody told of has a log of size 0.
  bool AreAt(const std::vector<HeadSize>& heads) const;
  // Those of the logs that have grown since they were like this, as they are now.
  std::vector<HeadSize> GrownSince(const std::vector<HeadSize>& heads) const;

 private:
  // The largest that any copy told.
  int64_t SizeOf(Source source, const std::string& county) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  struct Copy {
    Source source;
    absl::Time known_until = absl::InfinitePast();
    absl::flat_hash_map<std::string, int64_t> sizes;  // by county
  };

  mutable absl::Mutex mutex_;
  std::vector<Copy> copies_ ABSL_GUARDED_BY(mutex_);
  int64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t version_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_PRESENT_HEADS_H_
