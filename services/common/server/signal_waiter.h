// SIGTERM and SIGINT as an event to wait for. A thread of its own takes them by sigwait: gRPC's
// Shutdown may deadlock in a signal handler.
#ifndef BANGFU_SERVICES_COMMON_SERVER_SIGNAL_WAITER_H_
#define BANGFU_SERVICES_COMMON_SERVER_SIGNAL_WAITER_H_

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace bangfu::server {

// One per process at a time, made before any other thread is: threads inherit the blocked signals.
class SignalWaiter {
 public:
  SignalWaiter();
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;
  ~SignalWaiter();

  // Waits for the first signal and returns it. A second one, from then on, ends the process at once
  // with exit code 128 + its number.
  int Wait();

 private:
  void TakeSignals();

  sigset_t taken_;
  sigset_t previous_;
  std::mutex mutex_;
  std::condition_variable came_;
  int first_ = 0;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_SIGNAL_WAITER_H_
