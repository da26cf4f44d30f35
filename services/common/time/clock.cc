#include "services/common/time/clock.h"

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"

namespace bangfu {

Clock SystemClock() {
  return [] { return absl::Now(); };
}

Clock ReproducibleClock() {
  return [] { return absl::FromCivil(absl::CivilSecond(2021, 1, 1), absl::UTCTimeZone()); };
}

}  // namespace bangfu
