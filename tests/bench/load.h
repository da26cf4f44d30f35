// A closed loop of callers against one method: each makes its next call when the last is answered.
#ifndef BANGFU_TESTS_BENCH_LOAD_H_
#define BANGFU_TESTS_BENCH_LOAD_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace bangfu::bench {

// Makes one call; must call `done` when it is answered, from any thread.
using AsyncCall = std::function<void(std::function<void(absl::Status)> done)>;

struct LoadResult {
  double rate_s;  // answers a second
  double p50_us;  // latency
  double p99_us;
};

// Runs `callers` loops for `duration`, after a tenth of it to warm up. The first error ends it.
absl::StatusOr<LoadResult> RunLoad(int callers, absl::Duration duration, const AsyncCall& call);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_LOAD_H_
