// Asks the households service whether participants exist, over gRPC, without blocking.
#ifndef BANGFU_SERVICES_PROJECTS_HOUSEHOLDS_CLIENT_H_
#define BANGFU_SERVICES_PROJECTS_HOUSEHOLDS_CLIENT_H_

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include <grpcpp/channel.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "services/common/sql/job_queue.h"
#include "services/projects/participants.h"

namespace bangfu::projects {

class HouseholdsClient {
 public:
  explicit HouseholdsClient(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(households::v1::HouseholdsService::NewStub(channel)) {}
  ~HouseholdsClient() { AwaitAnswers(); }

  // As AskHouseholds says. UNAVAILABLE, reason HOUSEHOLDS_UNREACHABLE, when there is no answer
  // until the caller's deadline; CANCELLED when the caller is gone.
  void Ask(CheckParticipantsRequest request, const sql::JobContext& context,
           std::function<void(absl::StatusOr<CheckParticipantsResponse>)> then);

  // Waits until everything asked has called back; whoever asked is to have cancelled or to be gone.
  // Not to be called by a thread of gRPC.
  void AwaitAnswers();

 private:
  void Began();
  void Ended();

  const std::unique_ptr<households::v1::HouseholdsService::Stub> stub_;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_HOUSEHOLDS_CLIENT_H_
