// One caller's wish to stop, shared between the caller and whatever works for it.
#ifndef BANGFU_SERVICES_COMMON_SQL_CANCELLATION_H_
#define BANGFU_SERVICES_COMMON_SQL_CANCELLATION_H_

#include <memory>
#include <stop_token>

namespace bangfu::sql {

// Thread-safe. Cancelling is asking: the work's own end tells what came of it.
class Cancellation {
 public:
  // The first call runs what waits on token() before it returns.
  void Cancel() { source_.request_stop(); }
  bool cancelled() const { return source_.stop_requested(); }
  // For std::stop_callback, to hand the wish on (to an outgoing call, say).
  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
};

using CancellationPtr = std::shared_ptr<Cancellation>;

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_CANCELLATION_H_
