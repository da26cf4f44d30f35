// How long the services behind the gateway may take of the time that a caller gives.
#ifndef BANGFU_GATEWAY_SOURCE_DEADLINE_H_
#define BANGFU_GATEWAY_SOURCE_DEADLINE_H_

#include <algorithm>

#include "absl/time/time.h"

namespace bangfu::gateway {

struct SourceDeadlines {
  absl::Time first;  // of what is asked side by side
  absl::Time again;  // of what is asked after that
};

// Both come before the caller's own, so that there is time left to send what did arrive. Each step
// takes a twentieth of the time left, at most 200 ms.
inline SourceDeadlines DeadlinesWithin(absl::Time now, absl::Time deadline) {
  const absl::Duration step = std::min((deadline - now) / 20, absl::Milliseconds(200));
  return {.first = deadline - 2 * step, .again = deadline - step};
}

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SOURCE_DEADLINE_H_
