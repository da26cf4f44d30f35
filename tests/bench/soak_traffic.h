// The traffic of the soak: threads that import, edit, ask for sheets and for explanations until
// told to stop, and count what they did.
#ifndef BANGFU_TESTS_BENCH_SOAK_TRAFFIC_H_
#define BANGFU_TESTS_BENCH_SOAK_TRAFFIC_H_

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include <grpcpp/channel.h>

#include "tests/bench/world/world.h"

namespace bangfu::bench {

enum class Deed { kImported, kCreated, kReversed, kRegistered, kEnrolled, kSheet, kExplained };
inline constexpr std::array kDeedNames = {"imported", "created", "reversed", "registered",
                                          "enrolled", "sheets",  "explained"};

class SoakTraffic {
 public:
  // Begins. `import_rate` is in records a second. The world must outlive this.
  SoakTraffic(const World& world, const std::shared_ptr<grpc::Channel>& channel,
              const std::string& gateway, int64_t import_rate);
  // Waits for the calls under way.
  ~SoakTraffic() { Stop(); }

  void Stop();

  int64_t Done(Deed deed) const { return done_[static_cast<size_t>(deed)]; }
  int64_t failures() const { return failures_; }
  // Returns when a call has failed, or the time is over.
  void AwaitFailure(absl::Duration patience) const;
  // The first failure; OK while there was none.
  absl::Status first_failure() const;

 private:
  // Calls `act` over and over, and every time no sooner than `pace` after the time before.
  void Start(absl::Duration pace, std::function<absl::Status()> act);

  void StartImport(const World& world, int64_t import_rate);
  void StartEdits(const World& world);
  void StartQuestions(const std::string& gateway);
  void Note(const absl::Status& status);
  void Count(Deed deed, int64_t number) { done_[static_cast<size_t>(deed)] += number; }

  const std::shared_ptr<grpc::Channel> channel_;
  std::array<std::atomic<int64_t>, kDeedNames.size()> done_{};
  std::atomic<int64_t> failures_{0};
  mutable std::mutex mutex_;  // guards first_failure_
  mutable std::condition_variable failed_;
  absl::Status first_failure_;
  std::vector<std::jthread> threads_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SOAK_TRAFFIC_H_
