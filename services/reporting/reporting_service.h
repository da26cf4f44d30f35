// The gRPC face of reporting: parse, wait, compute, convert. Figures come out of memory, the
// entries behind them from the database.
#ifndef BANGFU_SERVICES_REPORTING_REPORTING_SERVICE_H_
#define BANGFU_SERVICES_REPORTING_REPORTING_SERVICE_H_

#include <functional>
#include <vector>

#include "bangfu/reporting/v1/reporting_service.grpc.pb.h"
#include "services/common/server/arena_messages.h"
#include "services/common/server/call_runner.h"
#include "services/common/sql/executor.h"
#include "services/reporting/catalogue.h"
#include "services/reporting/progress.h"
#include "services/reporting/snapshots.h"

namespace bangfu::reporting {

class ReportingServiceFace final : public v1::ReportingService::CallbackService {
 public:
  // What it answers from. All of it must outlive the server.
  struct Parts {
    server::Admission& admission;
    sql::Executor& executor;
    const Definitions& definitions;
    const Snapshots& snapshots;
    Progress& progress;
    // The state of the followers, by journal.
    std::function<std::vector<v1::FollowedJournal>()> followed;
  };

  explicit ReportingServiceFace(Parts parts)
      : parts_(std::move(parts)), runner_(parts_.admission, &parts_.executor) {
    SetMessageAllocatorFor_ComputeFigures(&figure_messages_);
  }

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  Reactor* ComputeFigures(Context*, const v1::ComputeFiguresRequest*,
                          v1::ComputeFiguresResponse*) override;
  Reactor* ExplainFigure(Context*, const v1::ExplainFigureRequest*,
                         v1::ExplainFigureResponse*) override;
  Reactor* ListIndicators(Context*, const v1::ListIndicatorsRequest*,
                          v1::ListIndicatorsResponse*) override;
  Reactor* GetProgress(Context*, const v1::GetProgressRequest*, v1::GetProgressResponse*) override;

 private:
  server::ArenaMessages<v1::ComputeFiguresRequest, v1::ComputeFiguresResponse> figure_messages_;
  const Parts parts_;
  server::CallRunner runner_;
};

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_REPORTING_SERVICE_H_
