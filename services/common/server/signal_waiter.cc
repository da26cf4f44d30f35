#include "services/common/server/signal_waiter.h"

#include <pthread.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

namespace bangfu::server {
namespace {

constexpr int kExitBySignal = 128;  // and its number, as shells have it

}  // namespace

SignalWaiter::SignalWaiter() {
  sigemptyset(&taken_);
  sigaddset(&taken_, SIGTERM);
  sigaddset(&taken_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &taken_, &previous_);
  thread_ = std::thread([this] { TakeSignals(); });
}

SignalWaiter::~SignalWaiter() {
  stopping_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &previous_, nullptr);
}

int SignalWaiter::Wait() {
  std::unique_lock lock(mutex_);
  came_.wait(lock, [this] { return first_ != 0; });
  return first_;
}

void SignalWaiter::TakeSignals() {
  for (;;) {
    int signal = 0;
    if (sigwait(&taken_, &signal) != 0) continue;
    if (stopping_) return;
    const std::lock_guard lock(mutex_);
    if (first_ != 0) {
      spdlog::warn("a second signal: ending at once");
      _exit(kExitBySignal + signal);
    }
    first_ = signal;
    came_.notify_all();
  }
}

}  // namespace bangfu::server
