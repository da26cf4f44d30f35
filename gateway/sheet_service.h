// AchievementSheetService: answers with the sheet that was made from the present heads, or has it
// made, once for all who ask for it at the same time, and once more for all who came too late.
#ifndef BANGFU_GATEWAY_SHEET_SERVICE_H_
#define BANGFU_GATEWAY_SHEET_SERVICE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include <grpcpp/support/byte_buffer.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "gateway/answers.h"
#include "gateway/backends.h"
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

  grpc::ServerUnaryReactor* GetAchievementSheet(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;

 private:
  class SheetCall;

  using Calls = std::vector<std::shared_ptr<SheetCall>>;

  // A sheet that is being made, and who else waits for it.
  struct Flight {
    absl::Time began;             // its sources were asked after that; MonotonicNow()'s
    PresentHeads::Moment moment;  // then
    absl::Time over;              // at the latest
    Calls sharing;                // it is good enough for them
    Calls later;                  // they came when heads had moved: they share the next one
  };
  // What a call is to a flight of its question. A passenger is answered when one has ended.
  enum class Part { kLeader, kPassenger, kAlone };

  // Answers, has the call wait for a flight, or begins one.
  void Serve(const std::shared_ptr<SheetCall>& call);
  Part Board(const std::shared_ptr<SheetCall>& call, absl::Time now,
             const PresentHeads::Moment& moment);
  void Ask(const std::shared_ptr<SheetCall>& call, Part part, const PresentHeads::Moment& moment);
  // What was made of answers that were asked for in that moment.
  void Land(const std::shared_ptr<SheetCall>& call, Part part, const PresentHeads::Moment& moment,
            absl::StatusOr<AssembledSheet> made);
  // A call whose flight came to nothing.
  void ServeAgain(const std::shared_ptr<SheetCall>& call, bool leader_left);
  Flight TakeFlight(const std::string& key);

  server::Admission& admission_;
  Backends& backends_;
  PresentHeads& heads_;
  SheetCache& cache_;
  const Clock clock_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Flight> flights_ ABSL_GUARDED_BY(mutex_);  // by question
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SHEET_SERVICE_H_
