// A callback that is called exactly once, whatever its holders do: further calls are ignored, and
// when the last copy goes without a call, it is called with INTERNAL. So no call is left
// unanswered.
#ifndef BANGFU_SERVICES_COMMON_SERVER_EXACTLY_ONCE_H_
#define BANGFU_SERVICES_COMMON_SERVER_EXACTLY_ONCE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"

namespace bangfu::server {

// `Result` is absl::Status or an absl::StatusOr. Thread-safe, and so are the copies.
template <typename Result>
std::function<void(Result)> ExactlyOnce(std::function<void(Result)> callback) {
  struct Guard {
    std::function<void(Result)> callback;
    std::atomic<bool> called = false;

    explicit Guard(std::function<void(Result)> given) : callback(std::move(given)) {}
    void Call(Result result) {
      if (!called.exchange(true)) callback(std::move(result));
    }
    ~Guard() { Call(absl::InternalError("the handler ended without an answer")); }
  };
  return [guard = std::make_shared<Guard>(std::move(callback))](Result result) {
    guard->Call(std::move(result));
  };
}

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_EXACTLY_ONCE_H_
