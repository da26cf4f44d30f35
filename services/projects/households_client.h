// Asks the households service whether participants exist, over gRPC, without blocking.
#ifndef BANGFU_SERVICES_PROJECTS_HOUSEHOLDS_CLIENT_H_
#define BANGFU_SERVICES_PROJECTS_HOUSEHOLDS_CLIENT_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include <grpcpp/channel.h>

#include "bangfu/households/v1/households_service.grpc.pb.h"
#include "services/common/sql/job_queue.h"
#include "services/projects/participants.h"

namespace bangfu::projects {

class HouseholdsClient {
 public:
  // So many questions are under way at most, a quarter of the calls that a service admits; others
  // wait for one to end, in the order they came, also those whose caller is gone. Imports ask four
  // at a time each.
  static constexpr int kUnderWayMax = 256;

  explicit HouseholdsClient(const std::shared_ptr<grpc::Channel>& channel,
                            int under_way_max = kUnderWayMax)
      : stub_(households::v1::HouseholdsService::NewStub(channel)), under_way_max_(under_way_max) {}
  ~HouseholdsClient() { AwaitAnswers(); }

  // As AskHouseholds says. UNAVAILABLE, reason HOUSEHOLDS_UNREACHABLE, when there is no answer
  // until the caller's deadline; CANCELLED when the caller is gone.
  void Ask(CheckParticipantsRequest request, const sql::JobContext& context,
           std::function<void(absl::StatusOr<CheckParticipantsResponse>)> then);

  // Waits until everything asked has called back; whoever asked is to have cancelled or to be gone.
  // Not to be called by a thread of gRPC.
  void AwaitAnswers();

 private:
  struct Question {
    CheckParticipantsRequest request;
    sql::JobContext context;
    std::function<void(absl::StatusOr<CheckParticipantsResponse>)> then;
  };

  void Send(Question question);
  // The one that waits longest, if there is one, has the place.
  std::optional<Question> NextInPlaceOfOne();

  const std::unique_ptr<households::v1::HouseholdsService::Stub> stub_;
  const int under_way_max_;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Question> waiting_ ABSL_GUARDED_BY(mutex_);  // none while there are places
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_HOUSEHOLDS_CLIENT_H_
