// Sheets as they were sent, kept under the question and the heads that they were made from. Nothing
// is ever invalidated: other heads, another sheet. Whether the heads are still the same is
// present_heads.h's to know.
#ifndef BANGFU_GATEWAY_SHEET_CACHE_H_
#define BANGFU_GATEWAY_SHEET_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include <grpcpp/support/slice.h>

#include "gateway/present_heads.h"

namespace bangfu::gateway {

struct SheetCacheStats {
  uint64_t hits = 0;
  uint64_t misses = 0;
  size_t bytes = 0;
  size_t sheets = 0;
};

// Thread-safe.
class SheetCache {
 public:
  // Keeps sheets of up to so many bytes in all, least recently used out first. `heads` outlives it.
  SheetCache(size_t bytes_max, const PresentHeads& heads) : bytes_max_(bytes_max), heads_(heads) {}

  // The serialised sheet for the question of this key, if it is of the present heads. Copies no
  // bytes. Cost: a look-up when no head moved since it was last found, else one for each head.
  std::optional<grpc::Slice> Find(const std::string& key, const PresentHeads::Moment& present);

  // The logs that have grown since the kept sheet of this key was made, as they are at present.
  // None when there is no such sheet, or what it was made of may have been other logs.
  std::vector<HeadSize> GrownSince(const std::string& key,
                                   const PresentHeads::Moment& present) const;

  // Keeps a complete sheet, made of `heads` by answers that were asked for in that generation; none
  // that was made of no heads.
  void Put(const std::string& key, grpc::Slice sheet, std::vector<HeadSize> heads,
           int64_t generation);

  SheetCacheStats Stats() const;

 private:
  struct Entry {
    std::string key;
    grpc::Slice sheet;
    std::vector<HeadSize> heads;
    int64_t generation;
    int64_t found_at = -1;  // version of the present heads when they were last the same
  };
  using Entries = std::list<Entry>;

  bool IsPresent(Entry& entry, const PresentHeads::Moment& present) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Erase(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t bytes_max_;
  const PresentHeads& heads_;
  mutable absl::Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);  // most recently used first
  absl::flat_hash_map<std::string, Entries::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
  SheetCacheStats stats_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SHEET_CACHE_H_
