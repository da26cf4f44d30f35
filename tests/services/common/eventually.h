// Waiting, in a test, for what another thread brings about without telling.
#ifndef BANGFU_TESTS_SERVICES_COMMON_EVENTUALLY_H_
#define BANGFU_TESTS_SERVICES_COMMON_EVENTUALLY_H_

#include <chrono>
#include <thread>

namespace bangfu {

// Longer than any test takes; a test that gets there fails.
inline constexpr std::chrono::seconds kPatience{20};

// Whether the condition came true in time.
template <typename Condition>
bool Eventually(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace bangfu

#endif  // BANGFU_TESTS_SERVICES_COMMON_EVENTUALLY_H_
