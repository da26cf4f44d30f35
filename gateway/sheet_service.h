// AchievementSheetService: the fan-out to the three services, and the reactor that joins it.
#ifndef BANGFU_GATEWAY_SHEET_SERVICE_H_
#define BANGFU_GATEWAY_SHEET_SERVICE_H_

#include <utility>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "gateway/backends.h"
#include "services/common/server/admission.h"
#include "services/common/time/clock.h"

namespace bangfu::gateway {

class AchievementSheetFace final : public v1::AchievementSheetService::CallbackService {
 public:
  // What is given must outlive every call.
  AchievementSheetFace(server::Admission& admission, Backends& backends, Clock clock)
      : admission_(admission), backends_(backends), clock_(std::move(clock)) {}

  grpc::ServerUnaryReactor* GetAchievementSheet(grpc::CallbackServerContext* context,
                                                const v1::GetAchievementSheetRequest* request,
                                                v1::AchievementSheet* sheet) override;

 private:
  server::Admission& admission_;
  Backends& backends_;
  const Clock clock_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SHEET_SERVICE_H_
