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
  Question question{std::move(request), context, std::move(then)};
  {
    absl::MutexLock lock(&mutex_);
    if (under_way_ == under_way_max_) return waiting_.push_back(std::move(question));
    ++under_way_;
  }
  Send(std::move(question));
}

void HouseholdsClient::Send(Question question) {
  const server::OutgoingCall call{question.context.deadline, question.context.cancellation};
  server::AsyncCall(
      stub_->async(), &households::v1::HouseholdsService::Stub::async_interface::CheckParticipants,
      std::move(question.request), call,
      [this, then = std::move(question.then)](absl::StatusOr<CheckParticipantsResponse> response) {
        if (response.ok()) {
          then(std::move(response));
        } else {
          then(Unreachable(response.status()));
        }
        if (auto next = NextInPlaceOfOne()) Send(*std::move(next));
      });
}

std::optional<HouseholdsClient::Question> HouseholdsClient::NextInPlaceOfOne() {
  absl::MutexLock lock(&mutex_);
  if (waiting_.empty()) {
    --under_way_;
    return std::nullopt;
  }
  Question next = std::move(waiting_.front());
  waiting_.pop_front();
  return next;
}

void HouseholdsClient::AwaitAnswers() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](int* under_way) { return *under_way == 0; }, &under_way_));
}

}  // namespace bangfu::projects
