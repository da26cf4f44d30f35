#include "services/common/journal/commit_signal.h"

#include <utility>
#include <vector>

namespace bangfu::journal {

std::unique_ptr<CommitSignal::Subscription> CommitSignal::Subscribe(Callback callback) {
  bool closed = false;
  int64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    closed = closed_;
    id = next_id_++;
    callbacks_.emplace(id, callback);
  }
  if (closed) callback(/*closed=*/true);
  return std::make_unique<Subscription>(this, id);
}

void CommitSignal::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  CallAll(/*closed=*/true);
}

void CommitSignal::Remove(int64_t id) {
  const std::lock_guard lock(mutex_);
  callbacks_.erase(id);
}

void CommitSignal::CallAll(bool closed) {
  // Outside the lock: a callback may subscribe or end its subscription.
  std::vector<Callback> callbacks;
  {
    const std::lock_guard lock(mutex_);
    callbacks.reserve(callbacks_.size());
    for (const auto& [id, callback] : callbacks_) callbacks.push_back(callback);
  }
  for (const Callback& callback : callbacks) callback(closed);
}

}  // namespace bangfu::journal
