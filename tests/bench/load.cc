#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/time/clock.h"

namespace bangfu::bench {
namespace {

class Loop {
 public:
  Loop(int callers, absl::Duration duration, const AsyncCall& call)
      : call_(call),
        measured_from_(absl::Now() + duration / 10),
        until_(measured_from_ + duration),
        latencies_us_(callers),
        running_(callers) {}

  absl::StatusOr<LoadResult> Run() {
    for (size_t caller = 0; caller < latencies_us_.size(); ++caller) Call(caller);
    running_.wait();
    if (!error_.ok()) return error_;
    return Summarise();
  }

 private:
  void Call(size_t caller) {
    const absl::Time begin = absl::Now();
    call_([this, caller, begin](absl::Status status) { Answered(caller, begin, status); });
  }

  void Answered(size_t caller, absl::Time begin, const absl::Status& status) {
    const absl::Time end = absl::Now();
    if (!status.ok()) {
      const std::lock_guard lock(mutex_);
      error_.Update(status);
    }
    if (begin >= measured_from_ && end <= until_) {
      latencies_us_[caller].push_back(absl::ToDoubleMicroseconds(end - begin));
    }
    if (!status.ok() || end > until_) {
      running_.count_down();
    } else {
      Call(caller);
    }
  }

  absl::StatusOr<LoadResult> Summarise() {
    std::vector<double> all;
    for (const auto& one : latencies_us_) all.insert(all.end(), one.begin(), one.end());
    std::sort(all.begin(), all.end());
    if (all.empty()) {
      return absl::DeadlineExceededError("no call began and was answered within the load's time");
    }
    return LoadResult{.rate_s = all.size() / absl::ToDoubleSeconds(until_ - measured_from_),
                      .p50_us = all[all.size() / 2],
                      .p99_us = all[all.size() * 99 / 100]};
  }

  const AsyncCall& call_;
  const absl::Time measured_from_;
  const absl::Time until_;
  std::vector<std::vector<double>> latencies_us_;  // each caller writes its own
  std::latch running_;
  std::mutex mutex_;  // guards error_
  absl::Status error_;
};

}  // namespace

absl::StatusOr<LoadResult> RunLoad(int callers, absl::Duration duration, const AsyncCall& call) {
  return Loop(callers, duration, call).Run();
}

}  // namespace bangfu::bench
