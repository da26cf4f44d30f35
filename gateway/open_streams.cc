#include "gateway/open_streams.h"

#include <utility>

namespace bangfu::gateway {

bool OpenStreams::Add(const std::shared_ptr<Stream>& stream) {
  const std::lock_guard lock(mutex_);
  if (!draining_) streams_.emplace(stream.get(), stream);
  return !draining_;
}

void OpenStreams::Remove(const Stream* stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

void OpenStreams::BeginDrain() {
  absl::flat_hash_map<const Stream*, std::weak_ptr<Stream>> open;
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    open = std::exchange(streams_, {});
  }
  // Without the lock: an ending stream removes itself.
  for (const auto& [key, weak] : open) {
    if (const std::shared_ptr<Stream> stream = weak.lock()) stream->EndForDrain();
  }
}

}  // namespace bangfu::gateway
