// Opens a stream to another service again whenever it ends, a little later each time that it fails.
#ifndef BANGFU_SERVICES_COMMON_SERVER_REOPENER_H_
#define BANGFU_SERVICES_COMMON_SERVER_REOPENER_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/alarm.h>

namespace bangfu::server {

struct Backoff {
  absl::Duration min = absl::Milliseconds(100);
  absl::Duration max = absl::Seconds(2);
};

// Thread-safe. At most one stream is open at a time.
class Reopener {
 public:
  using Cancel = std::function<void()>;
  // Starts a stream, whose end is then told by OnEnd(), and returns what ends it soon; that may be
  // called when it is over already. Must not block.
  using OpenStream = std::function<Cancel()>;

  Reopener(Backoff backoff, OpenStream open);
  ~Reopener() { Stop(); }
  Reopener(const Reopener&) = delete;
  Reopener& operator=(const Reopener&) = delete;

  void Start();
  // Ends the stream that is open, so that another begins soon, which asks for something else.
  void Restart();
  // The stream is over, and whether it was of any use.
  void OnEnd(bool progressed);
  // Opens none any more, and waits for the end of the one that is open. Idempotent.
  void Stop();

 private:
  void Open();

  const Backoff backoff_;
  const OpenStream open_;
  absl::Mutex mutex_;
  Cancel cancel_ ABSL_GUARDED_BY(mutex_);  // of the last one opened
  absl::Duration wait_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  int64_t opened_ ABSL_GUARDED_BY(mutex_) = 0;    // streams so far
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;     // a stream is open, or an alarm is to ring
  bool restart_ ABSL_GUARDED_BY(mutex_) = false;  // since the last one began to open
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

// What ends a stream soon by its Cancel(), as long as it lives.
template <typename Stream>
Reopener::Cancel CancelOf(const std::shared_ptr<Stream>& stream) {
  return [weak = std::weak_ptr(stream)] {
    if (const std::shared_ptr<Stream> open = weak.lock()) open->Cancel();
  };
}

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_REOPENER_H_
