// Which calls may start: those that have a deadline, as long as there is room for one more.
#ifndef BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_
#define BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/support/server_callback.h>

namespace bangfu::server {

inline constexpr int kStandingStreamsMax = 256;

struct CallLimits {
  // Calls under way at once, streams that come to an end included; one more is RESOURCE_EXHAUSTED,
  // reason TOO_MANY_CALLS.
  int calls_in_flight_max = 1024;
  // Streams that stand for hours, beside them; one more is RESOURCE_EXHAUSTED, reason
  // TOO_MANY_STREAMS.
  int standing_streams_max = kStandingStreamsMax;
};

// When the caller stops waiting; InfiniteFuture for a call without a deadline.
absl::Time DeadlineOf(const grpc::CallbackServerContext& context);

// INVALID_ARGUMENT, reason DEADLINE_REQUIRED, for a call without one.
absl::Status CheckDeadline(const grpc::CallbackServerContext& context);

// Counts calls in flight and refuses what may not start. Thread-safe. One per process.
class Admission {
 public:
  // A call's place, given back when destroyed. Must not outlive its Admission.
  class Ticket {
   public:
    // Null when there is no place.
    static std::unique_ptr<Ticket> Take(std::atomic<int>& count, int max);
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() { count_.fetch_sub(1); }

   private:
    explicit Ticket(std::atomic<int>& count) : count_(count) {}

    std::atomic<int>& count_;
  };

  explicit Admission(CallLimits limits) : limits_(limits) {}

  // The error of CheckDeadline; RESOURCE_EXHAUSTED, reason TOO_MANY_CALLS, when there is no place.
  absl::StatusOr<std::unique_ptr<Ticket>> Admit(const grpc::CallbackServerContext& context);

  // The same for a stream that stands until its caller has enough: it takes no call's place.
  absl::StatusOr<std::unique_ptr<Ticket>> AdmitStanding(const grpc::CallbackServerContext& context);

  int calls_in_flight() const { return calls_in_flight_.load(); }
  int standing_streams() const { return standing_streams_.load(); }

 private:
  const CallLimits limits_;
  std::atomic<int> calls_in_flight_ = 0;
  std::atomic<int> standing_streams_ = 0;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_
