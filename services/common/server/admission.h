// Which calls may start: those that have a deadline, as long as there is room for one more.
#ifndef BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_
#define BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/support/server_callback.h>

namespace bangfu::server {

struct CallLimits {
  // Calls under way at once, streams included; one more is RESOURCE_EXHAUSTED, reason
  // TOO_MANY_CALLS.
  int calls_in_flight_max = 1024;
};

// When the caller stops waiting; InfiniteFuture for a call without a deadline.
absl::Time DeadlineOf(const grpc::CallbackServerContext& context);

// Counts calls in flight and refuses what may not start. Thread-safe. One per process.
class Admission {
 public:
  // A call's place, given back when destroyed. Must not outlive its Admission.
  class Ticket {
   public:
    explicit Ticket(std::atomic<int>& calls_in_flight) : calls_in_flight_(calls_in_flight) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() { calls_in_flight_.fetch_sub(1); }

   private:
    std::atomic<int>& calls_in_flight_;
  };

  explicit Admission(CallLimits limits) : limits_(limits) {}

  // INVALID_ARGUMENT, reason DEADLINE_REQUIRED, for a call without a deadline; RESOURCE_EXHAUSTED,
  // reason TOO_MANY_CALLS, when there is no place.
  absl::StatusOr<std::unique_ptr<Ticket>> Admit(const grpc::CallbackServerContext& context);

  int calls_in_flight() const { return calls_in_flight_.load(); }

 private:
  const CallLimits limits_;
  std::atomic<int> calls_in_flight_ = 0;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_
