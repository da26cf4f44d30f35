#include "gateway/sheet_cache.h"

#include <utility>

namespace bangfu::gateway {
namespace {

// What an entry costs beside its sheet, roughly.
size_t BytesOf(size_t sheet_bytes, size_t head_count) {
  return sheet_bytes + 64 * head_count + 512;
}

}  // namespace

std::optional<grpc::Slice> SheetCache::Find(const std::string& key,
                                            const PresentHeads::Moment& present) {
  const absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || !present.complete || !IsPresent(*found->second, present)) {
    ++stats_.misses;
    return std::nullopt;
  }
  ++stats_.hits;
  entries_.splice(entries_.begin(), entries_, found->second);
  return entries_.front().sheet;
}

// The heads may have moved since `present` was taken: then they are compared as they are now, which
// is as good.
bool SheetCache::IsPresent(Entry& entry, const PresentHeads::Moment& present) const {
  if (entry.generation != present.generation) return false;
  if (entry.found_at == present.version) return true;
  if (!heads_.AreAt(entry.heads)) return false;
  entry.found_at = present.version;
  return true;
}

std::vector<HeadSize> SheetCache::GrownSince(const std::string& key,
                                             const PresentHeads::Moment& present) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || !present.complete) return {};
  const Entry& entry = *found->second;
  if (entry.generation != present.generation) return {};
  return heads_.GrownSince(entry.heads);
}

void SheetCache::Put(const std::string& key, grpc::Slice sheet, std::vector<HeadSize> heads,
                     int64_t generation) {
  if (heads.empty()) return;  // whatever moved, they would be present
  const size_t bytes = BytesOf(sheet.size(), heads.size());
  const absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) Erase(found->second);
  if (bytes > bytes_max_) return;
  while (stats_.bytes + bytes > bytes_max_) Erase(std::prev(entries_.end()));
  entries_.push_front({key, std::move(sheet), std::move(heads), generation});
  by_key_[key] = entries_.begin();
  stats_.bytes += bytes;
}

void SheetCache::Erase(Entries::iterator entry) {
  stats_.bytes -= BytesOf(entry->sheet.size(), entry->heads.size());
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

SheetCacheStats SheetCache::Stats() const {
  const absl::MutexLock lock(&mutex_);
  SheetCacheStats stats = stats_;
  stats.sheets = entries_.size();
  return stats;
}

}  // namespace bangfu::gateway
