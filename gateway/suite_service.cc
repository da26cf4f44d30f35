#include "gateway/suite_service.h"

#include <atomic>
#include <utility>

#include "absl/time/clock.h"

#include "gateway/source_deadline.h"
#include "gateway/suite_status.h"
#include "services/common/server/async_call.h"
#include "services/common/time/clock.h"

namespace bangfu::gateway {
namespace {

using HealthCalls = grpc::health::v1::Health::Stub::async_interface;
using JournalCalls = journal::v1::JournalService::Stub::async_interface;
using ReportingCalls = reporting::v1::ReportingService::Stub::async_interface;

constexpr int kQuestions = 6;

// The answers so far; the last one makes the status and finishes the call.
struct Inquiry {
  SuiteAnswers answers;
  std::atomic<int> pending = kQuestions;
  v1::SuiteStatus* status;
  server::FinishCall finish;
};

// Puts an answer where it belongs.
template <typename Answer>
std::function<void(absl::StatusOr<Answer>)> Into(std::shared_ptr<Inquiry> inquiry,
                                                 absl::StatusOr<Answer> SuiteAnswers::*place) {
  return [inquiry = std::move(inquiry), place](absl::StatusOr<Answer> answer) {
    inquiry->answers.*place = std::move(answer);
    if (inquiry->pending.fetch_sub(1) != 1) return;
    *inquiry->status = MakeSuiteStatus(inquiry->answers);
    inquiry->finish(absl::OkStatus());
  };
}

}  // namespace

SuiteFace::SuiteFace(server::Admission& admission, Backends& backends, const SheetCache& cache,
                     const PresentHeads& heads)
    : runner_(admission, nullptr),
      backends_(backends),
      cache_(cache),
      heads_(heads),
      households_health_(grpc::health::v1::Health::NewStub(backends.households.channel)),
      projects_health_(grpc::health::v1::Health::NewStub(backends.projects.channel)),
      reporting_health_(grpc::health::v1::Health::NewStub(backends.reporting.channel)),
      households_journal_(journal::v1::JournalService::NewStub(backends.households.channel)),
      projects_journal_(journal::v1::JournalService::NewStub(backends.projects.channel)) {}

void SuiteFace::Ask(const server::OutgoingCall& call, v1::SuiteStatus* status,
                    server::FinishCall finish) {
  auto inquiry = std::make_shared<Inquiry>();
  inquiry->answers.sheet_cache = cache_.Stats();
  inquiry->answers.copies = heads_.CopiesAt(MonotonicNow());
  inquiry->status = status;
  inquiry->finish = std::move(finish);
  const auto health = [&](const HealthStub& stub, Health SuiteAnswers::*place) {
    server::AsyncCall(stub->async(), &HealthCalls::Check, grpc::health::v1::HealthCheckRequest(),
                      call, Into(inquiry, place));
  };
  const auto heads = [&](const JournalStub& stub, Heads SuiteAnswers::*place) {
    server::AsyncCall(stub->async(), &JournalCalls::ListTreeHeads,
                      journal::v1::ListTreeHeadsRequest(), call, Into(inquiry, place));
  };
  heads(households_journal_, &SuiteAnswers::households_heads);
  heads(projects_journal_, &SuiteAnswers::projects_heads);
  health(households_health_, &SuiteAnswers::households_health);
  health(projects_health_, &SuiteAnswers::projects_health);
  health(reporting_health_, &SuiteAnswers::reporting_health);
  server::AsyncCall(backends_.reporting_stub->async(), &ReportingCalls::GetProgress,
                    reporting::v1::GetProgressRequest(), call,
                    Into(inquiry, &SuiteAnswers::reporting_progress));
}

grpc::ServerUnaryReactor* SuiteFace::GetSuiteStatus(grpc::CallbackServerContext* context,
                                                    const v1::GetSuiteStatusRequest* /*request*/,
                                                    v1::SuiteStatus* status) {
  return runner_.Async(context, [this, context, status](const sql::CancellationPtr& cancellation,
                                                        server::FinishCall finish) {
    const SourceDeadlines deadlines = DeadlinesWithin(absl::Now(), server::DeadlineOf(*context));
    Ask({.deadline = deadlines.first, .cancellation = cancellation}, status, std::move(finish));
  });
}

}  // namespace bangfu::gateway
