// SuiteService: asks every service for its health and heads, side by side.
#ifndef BANGFU_GATEWAY_SUITE_SERVICE_H_
#define BANGFU_GATEWAY_SUITE_SERVICE_H_

#include <memory>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "bangfu/journal/v1/journal.grpc.pb.h"
#include "gateway/backends.h"
#include "gateway/present_heads.h"
#include "gateway/sheet_cache.h"
#include "health/v1/health.grpc.pb.h"
#include "services/common/server/async_call.h"
#include "services/common/server/call_runner.h"

namespace bangfu::gateway {

class SuiteFace final : public v1::SuiteService::CallbackService {
 public:
  // What is given must outlive every call.
  SuiteFace(server::Admission& admission, Backends& backends, const SheetCache& cache,
            const PresentHeads& heads);

  grpc::ServerUnaryReactor* GetSuiteStatus(grpc::CallbackServerContext* context,
                                           const v1::GetSuiteStatusRequest* request,
                                           v1::SuiteStatus* status) override;

 private:
  using HealthStub = std::unique_ptr<grpc::health::v1::Health::Stub>;
  using JournalStub = std::unique_ptr<journal::v1::JournalService::Stub>;

  void Ask(const server::OutgoingCall& call, v1::SuiteStatus* status, server::FinishCall finish);

  server::CallRunner runner_;
  Backends& backends_;
  const SheetCache& cache_;
  const PresentHeads& heads_;
  const HealthStub households_health_;
  const HealthStub projects_health_;
  const HealthStub reporting_health_;
  const JournalStub households_journal_;
  const JournalStub projects_journal_;
};

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_SUITE_SERVICE_H_
