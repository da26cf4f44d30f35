// The streams that would stay open for ever, so that a drain can end them.
#ifndef BANGFU_GATEWAY_OPEN_STREAMS_H_
#define BANGFU_GATEWAY_OPEN_STREAMS_H_

#include <memory>
#include <mutex>

#include "absl/container/flat_hash_map.h"

namespace bangfu::gateway {

// Thread-safe.
class OpenStreams {
 public:
  class Stream {
   public:
    virtual ~Stream() = default;
    // Ends it soon; returns at once. Called at most once.
    virtual void EndForDrain() = 0;
  };

  // False once the drain has begun: then the stream is to end by itself.
  bool Add(const std::shared_ptr<Stream>& stream);
  // Nothing happens when it was not added.
  void Remove(const Stream* stream);
  // Ends all and lets no more in.
  void BeginDrain();

 private:
  std::mutex mutex_;  // guards what follows
  bool draining_ = false;
  absl::flat_hash_map<const Stream*, std::weak_ptr<Stream>> streams_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_OPEN_STREAMS_H_
