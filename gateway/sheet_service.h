// AchievementSheetService: answers with the sheet that was made from the present heads, or has it
// made, once for all who ask for it at the same time, and once more for all who came too late.
#ifndef BANGFU_GATEWAY_SHEET_SERVICE_H_
#define BANGFU_GATEWAY_SHEET_SERVICE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/support/byte_buffer.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "gateway/answers.h"
#include "gateway/backends.h"
#include "gateway/flights.h"
#include "gateway/present_heads.h"
#include "gateway/sheet_assembly.h"
#include "gateway/sheet_cache.h"
#include "services/common/server/admission.h"
#include "services/common/time/clock.h"

namespace bangfu::gateway {

// Sheets go out as the bytes that are kept: no message is built for one that is there.
class AchievementSheetFace final
    : public v1::AchievementSheetService::WithRawCallbackMethod_GetAchievementSheet<
          v1::AchievementSheetService::Service> {
 public:
  // What is given must outlive every call.
  AchievementSheetFace(server::Admission& admission, Backends& backends, PresentHeads& heads,
                       SheetCache& cache, Clock clock)
      : admission_(admission),
        backends_(backends),
        heads_(heads),
        cache_(cache),
        clock_(std::move(clock)) {}
  // Waits for what is being asked: a caller who left is gone before it has ended.
  ~AchievementSheetFace() override;

  grpc::ServerUnaryReactor* GetAchievementSheet(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;

 private:
  class SheetCall;

  using SheetCallPtr = std::shared_ptr<SheetCall>;
  using SheetFlights = Flights<SheetCallPtr>;

  // Answers, has the call wait for a flight, or begins one.
  void Serve(const SheetCallPtr& call);
  SheetFlights::Boarded Board(const SheetCallPtr& call, absl::Time now,
                              const PresentHeads::Moment& moment);
  // `flight`: whose leader the call is; 0 when it asks alone.
  void Ask(const SheetCallPtr& call, FlightId flight, const PresentHeads::Moment& moment);
  // What was made of answers that were asked for in that moment.
  void Land(const SheetCallPtr& call, FlightId flight, const PresentHeads::Moment& moment,
            absl::StatusOr<AssembledSheet> made);
  // A call whose flight came to nothing.
  void ServeAgain(const SheetCallPtr& call, bool leader_left);
  SheetFlights::Landed TakePassengers(FlightId flight);

  server::Admission& admission_;
  Backends& backends_;
  PresentHeads& heads_;
  SheetCache& cache_;
  const Clock clock_;
  absl::Mutex mutex_;
  SheetFlights flights_ ABSL_GUARDED_BY(mutex_);
  int asking_ ABSL_GUARDED_BY(mutex_) = 0;  // sheets under way, whoever still waits for them
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SHEET_SERVICE_H_
