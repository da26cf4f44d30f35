// Which calls may start: those that have a deadline, as long as there is room for one more.
#ifndef BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_
#define BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include <grpcpp/support/server_callback.h>

namespace bangfu::server {

inline constexpr int kStreamsMax = 256;
// Of those, how many may be of callers of the gateways: the others are left to the suite's own
// services, such as reporting, however many gateways there are.
inline constexpr int kForwardedStreamsMax = 192;

// The metadata with which a gateway marks what it forwards.
inline constexpr char kForwardedMetadata[] = "bangfu-forwarded";

struct CallLimits {
  // Calls under way at once, but for those counted as streams; one more is RESOURCE_EXHAUSTED,
  // reason TOO_MANY_CALLS.
  int calls_in_flight_max = 1024;
  // Streams that one request begins and that may last for hours, beside them: at a service those
  // that follow a journal, at a gateway all streams of entries. One more is RESOURCE_EXHAUSTED,
  // reason TOO_MANY_STREAMS.
  int streams_max = kStreamsMax;
  // When so many are open, whoever has them, one that a gateway forwarded is refused like that.
  int forwarded_streams_max = kForwardedStreamsMax;
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

  // The same for a stream of those that streams_max counts: it takes no call's place.
  absl::StatusOr<std::unique_ptr<Ticket>> AdmitStream(const grpc::CallbackServerContext& context);

  int calls_in_flight() const { return calls_in_flight_.load(); }
  int streams() const { return streams_.load(); }

 private:
  const CallLimits limits_;
  std::atomic<int> calls_in_flight_ = 0;
  std::atomic<int> streams_ = 0;
};

}  // namespace bangfu::server

#endif  // BANGFU_SERVICES_COMMON_SERVER_ADMISSION_H_
