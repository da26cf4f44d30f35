#include "services/reporting/progress.h"

#include <algorithm>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include <grpcpp/alarm.h>

#include "services/common/status/errors.h"
#include "services/reporting/errors.h"

namespace bangfu::reporting {
absl::Time WhenToGiveUp(absl::Time deadline, absl::Time now) {
  return deadline -
         std::clamp((deadline - now) / 5, absl::Milliseconds(5), absl::Milliseconds(500));
}

// Whatever happens to a waiter cancels its alarm, and the alarm's end looks at what is the case.
class Progress::Waiter {
 public:
  Positions positions;
  sql::CancellationPtr cancellation;
  std::function<void(absl::Status)> resume;
  grpc::Alarm alarm;
  std::optional<std::stop_callback<std::function<void()>>> on_cancel;
};

Progress::~Progress() {
  Close();
  const absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](std::list<std::shared_ptr<Waiter>>* waiters) { return waiters->empty(); }, &waiters_));
}

absl::Status Progress::Reached(const Positions& positions) const {
  for (const journal::v1::JournalPosition& position : positions) {
    const CountySnapshotPtr county = snapshots_.Find(position.county());
    const int64_t applied = county ? county->SizeOf(position.journal()) : 0;
    if (applied < position.size()) {
      return ReportingBehind(position.journal(), position.county(), applied, position.size());
    }
  }
  return absl::OkStatus();
}

void Progress::Await(Positions positions, absl::Time deadline, sql::CancellationPtr cancellation,
                     std::function<void(absl::Status)> resume) {
  if (Reached(positions).ok()) return resume(absl::OkStatus());
  auto waiter = std::make_shared<Waiter>();
  waiter->positions = std::move(positions);
  waiter->cancellation = std::move(cancellation);
  waiter->resume = std::move(resume);
  {
    const absl::MutexLock lock(&mutex_);
    waiters_.push_back(waiter);
    waiter->alarm.Set(absl::ToChronoTime(WhenToGiveUp(deadline, absl::Now())),
                      // Moved from, or the alarm and its waiter would keep each other.
                      [this, own = waiter](bool time_is_up) mutable {
                        Resume(std::exchange(own, nullptr), time_is_up);
                      });
    // A commit may have come before the waiter was in the list.
    if (closed_ || Reached(waiter->positions).ok()) waiter->alarm.Cancel();
  }
  if (!waiter->cancellation) return;
  waiter->on_cancel.emplace(waiter->cancellation->token(),
                            [alarm = &waiter->alarm] { alarm->Cancel(); });
}

void Progress::Resume(const std::shared_ptr<Waiter>& waiter, bool time_is_up) {
  absl::Status status = Reached(waiter->positions);
  const bool gone = waiter->cancellation && waiter->cancellation->cancelled();
  if (!status.ok() && !time_is_up) {
    status = gone ? absl::CancelledError("the caller is gone") : ShuttingDown();
  }
  {
    const absl::MutexLock lock(&mutex_);
    waiters_.remove(waiter);
  }
  waiter->resume(std::move(status));
}

void Progress::Notify() {
  const absl::MutexLock lock(&mutex_);
  for (const std::shared_ptr<Waiter>& waiter : waiters_) {
    if (Reached(waiter->positions).ok()) waiter->alarm.Cancel();
  }
}

void Progress::Close() {
  const absl::MutexLock lock(&mutex_);
  closed_ = true;
  for (const std::shared_ptr<Waiter>& waiter : waiters_) waiter->alarm.Cancel();
}

}  // namespace bangfu::reporting
