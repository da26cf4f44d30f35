#include "services/common/time/clock.h"

#include <chrono>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"

namespace bangfu {

Clock SystemClock() {
  return [] { return absl::Now(); };
}

Clock ReproducibleClock() {
  return [] { return absl::FromCivil(absl::CivilSecond(2021, 1, 1), absl::UTCTimeZone()); };
}

absl::Time MonotonicNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace bangfu
