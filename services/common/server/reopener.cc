#include "services/common/server/reopener.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace bangfu::server {

Reopener::Reopener(Backoff backoff, OpenStream open)
    : backoff_(backoff), open_(std::move(open)), wait_(backoff.min) {}

void Reopener::Start() {
  {
    const absl::MutexLock lock(&mutex_);
    busy_ = true;
  }
  Open();
}

void Reopener::Open() {
  int64_t opened = 0;
  {
    const absl::MutexLock lock(&mutex_);
    if (stopping_) {
      busy_ = false;
      return;
    }
    restart_ = false;
    opened = ++opened_;
  }
  Cancel cancel = open_();
  {
    const absl::MutexLock lock(&mutex_);
    if (opened != opened_) return;  // it is over already, and another one open
    cancel_ = cancel;
    if (!stopping_ && !restart_) return;
  }
  cancel();  // Stop() or Restart() came in between
}

void Reopener::Restart() {
  Cancel cancel;
  {
    const absl::MutexLock lock(&mutex_);
    restart_ = true;
    wait_ = backoff_.min;
    cancel = cancel_;
  }
  if (cancel) cancel();
}

void Reopener::OnEnd(bool progressed) {
  const absl::MutexLock lock(&mutex_);
  if (stopping_) {
    busy_ = false;
    return;
  }
  if (progressed) wait_ = backoff_.min;
  // A new one each time: the old one may still be in its callback.
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(absl::ToChronoTime(absl::Now() + wait_), [this](bool) { Open(); });
  wait_ = std::min(2 * wait_, backoff_.max);
}

void Reopener::Stop() {
  Cancel cancel;
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (alarm_) alarm_->Cancel();
    cancel = cancel_;
  }
  if (cancel) cancel();
  const absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](bool* busy) { return !*busy; }, &busy_));
}

}  // namespace bangfu::server
