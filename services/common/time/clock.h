// Where the time of an entry comes from: the system, or for demos and tests a fixed instant.
#ifndef BANGFU_SERVICES_COMMON_TIME_CLOCK_H_
#define BANGFU_SERVICES_COMMON_TIME_CLOCK_H_

#include <functional>

#include "absl/time/time.h"

namespace bangfu {

// Returns the present time. Thread-safe.
using Clock = std::function<absl::Time()>;

Clock SystemClock();

// Always 2021-01-01T00:00:00Z, so that the same commands give the same journal bit for bit.
Clock ReproducibleClock();

// A clock that nobody sets: only differences between its times mean something.
absl::Time MonotonicNow();

}  // namespace bangfu

#endif  // BANGFU_SERVICES_COMMON_TIME_CLOCK_H_
