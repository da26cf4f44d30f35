#include "services/projects/households_client.h"

#include <string>
#include <utility>

#include "services/common/server/async_call.h"
#include "services/common/status/errors.h"

namespace bangfu::projects {
namespace {

// Whatever the reason, what matters to the caller is that it may try again.
absl::Status Unreachable(const absl::Status& why) {
  if (absl::IsCancelled(why)) return why;
  return Error(absl::StatusCode::kUnavailable, "HOUSEHOLDS_UNREACHABLE",
               "the households service, which knows who and what a record names, did not answer: " +
                   std::string(why.message()));
}

}  // namespace

void HouseholdsClient::Ask(CheckParticipantsRequest request, const sql::JobContext& context,
                           std::function<void(absl::StatusOr<CheckParticipantsResponse>)> then) {
  Began();
  server::AsyncCall(
      stub_->async(), &households::v1::HouseholdsService::Stub::async_interface::CheckParticipants,
      std::move(request), {.deadline = context.deadline, .cancellation = context.cancellation},
      [this, then = std::move(then)](absl::StatusOr<CheckParticipantsResponse> response) {
        if (response.ok()) {
          then(std::move(response));
        } else {
          then(Unreachable(response.status()));
        }
        Ended();
      });
}

void HouseholdsClient::AwaitAnswers() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](int* under_way) { return *under_way == 0; }, &under_way_));
}

void HouseholdsClient::Began() {
  absl::MutexLock lock(&mutex_);
  ++under_way_;
}

void HouseholdsClient::Ended() {
  absl::MutexLock lock(&mutex_);
  --under_way_;
}

}  // namespace bangfu::projects
