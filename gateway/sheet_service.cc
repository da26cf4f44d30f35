#include "gateway/sheet_service.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include <grpcpp/client_context.h>

#include "gateway/answers.h"
#include "gateway/assemble.h"
#include "gateway/sheet_question.h"
#include "gateway/source_deadline.h"
#include "gateway/verdict.h"
#include "services/common/server/grpc_status.h"

namespace bangfu::gateway {
namespace {

using reporting::v1::ComputeFiguresRequest;

// One call from its start to its sheet. The three answers are joined by a count: the last one goes
// on, alone, so only cancelling needs a mutex. Nothing is finished before all that was asked has
// ended, which a cancelled question does at once; so gRPC's callbacks may hold a bare `this`, and
// OnDone, which comes after Finish, may delete it.
class SheetCall final : public grpc::ServerUnaryReactor {
 public:
  SheetCall(std::unique_ptr<server::Admission::Ticket> ticket, SheetQuestion question,
            SourceDeadlines deadlines, Backends& backends, v1::AchievementSheet& sheet)
      : ticket_(std::move(ticket)),
        question_(std::move(question)),
        deadlines_(deadlines),
        backends_(backends),
        sheet_(sheet) {}

  void Ask() {
    AskReporting();
    projects_.request.set_programme(question_.programme);
    *projects_.request.mutable_as_of() = question_.as_of;
    projects_.context.set_deadline(absl::ToChronoTime(deadlines_.first));
    backends_.projects_stub->async()->GetProgrammeProfile(
        &projects_.context, &projects_.request, &answers_.projects.message,
        [this](const grpc::Status& status) { OnProjects(status); });
    households_.request.set_programme(question_.programme);
    *households_.request.mutable_as_of() = question_.as_of;
    households_.context.set_deadline(absl::ToChronoTime(deadlines_.first));
    backends_.households_stub->async()->ListPublishedCases(
        &households_.context, &households_.request, &answers_.households.message,
        [this](const grpc::Status& status) {
          answers_.households.status = server::FromGrpcStatus(status);
          Join();
        });
  }

  void OnCancel() override { CancelQuestions(); }
  void OnDone() override { delete this; }

 private:
  template <typename Request>
  struct Question {
    grpc::ClientContext context;
    Request request;
  };

  void AskReporting() {
    reporting_.request.set_programme(question_.programme);
    reporting_.request.set_template_id(question_.template_id);
    *reporting_.request.mutable_as_of() = question_.as_of;
    reporting_.context.set_deadline(absl::ToChronoTime(deadlines_.first));
    backends_.reporting_stub->async()->ComputeFigures(
        &reporting_.context, &reporting_.request, &answers_.reporting.message,
        [this](const grpc::Status& status) {
          answers_.reporting.status = server::FromGrpcStatus(status);
          Join();
        });
  }

  void OnProjects(const grpc::Status& status) {
    answers_.projects.status = server::FromGrpcStatus(status);
    // Nobody knows better whether the programme exists: the others need not go on.
    if (IsCallersFault(answers_.projects.status)) CancelQuestions();
    Join();
  }

  void Join() {
    if (pending_.fetch_sub(1) != 1) return;
    const std::vector<journal::v1::JournalPosition> lacking = WhatToWaitFor(answers_);
    if (lacking.empty() || !AskAgain(lacking)) Conclude();
  }

  // False when the caller is gone.
  bool AskAgain(const std::vector<journal::v1::JournalPosition>& lacking) {
    auto again = std::make_unique<Question<ComputeFiguresRequest>>();
    again->request = reporting_.request;
    for (const journal::v1::JournalPosition& position : lacking) {
      *again->request.add_wait_for() = position;
    }
    again->context.set_deadline(absl::ToChronoTime(deadlines_.again));
    Question<ComputeFiguresRequest>* const question = again.get();
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_) return false;
      again_ = std::move(again);
    }
    // Without the lock: the answer may come, and delete this, before the stub returns.
    backends_.reporting_stub->async()->ComputeFigures(
        &question->context, &question->request, &answers_.reporting.message,
        [this](const grpc::Status& status) { OnAnswerAgain(server::FromGrpcStatus(status)); });
    return true;
  }

  void OnAnswerAgain(const absl::Status& status) {
    answers_.reporting.status = AfterWaiting(status);
    if (absl::IsDeadlineExceeded(answers_.reporting.status)) {
      return Finish(server::ToGrpcStatus(answers_.reporting.status));
    }
    Conclude();
  }

  void Conclude() {
    const absl::Status error = ErrorOf(answers_);
    if (!error.ok()) return Finish(server::ToGrpcStatus(error));
    sheet_ = Assemble(question_, std::move(answers_));
    Finish(grpc::Status::OK);
  }

  void CancelQuestions() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    households_.context.TryCancel();
    projects_.context.TryCancel();
    reporting_.context.TryCancel();
    if (again_) again_->context.TryCancel();
  }

  const std::unique_ptr<server::Admission::Ticket> ticket_;
  const SheetQuestion question_;
  const SourceDeadlines deadlines_;
  Backends& backends_;
  v1::AchievementSheet& sheet_;
  Question<households::v1::ListPublishedCasesRequest> households_;
  Question<projects::v1::GetProgrammeProfileRequest> projects_;
  Question<ComputeFiguresRequest> reporting_;
  SheetAnswers answers_;
  std::atomic<int> pending_ = 3;

  std::mutex mutex_;  // guards what follows
  bool cancelled_ = false;
  std::unique_ptr<Question<ComputeFiguresRequest>> again_;  // what is asked a second time
};

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(server::ToGrpcStatus(status));
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* AchievementSheetFace::GetAchievementSheet(
    grpc::CallbackServerContext* context, const v1::GetAchievementSheetRequest* request,
    v1::AchievementSheet* sheet) {
  auto ticket = admission_.Admit(*context);
  if (!ticket.ok()) return Refuse(context, ticket.status());
  absl::StatusOr<SheetQuestion> question = ReadQuestion(*request, clock_());
  if (!question.ok()) return Refuse(context, question.status());
  auto* call =
      new SheetCall(*std::move(ticket), *std::move(question),
                    DeadlinesWithin(absl::Now(), server::DeadlineOf(*context)), backends_, *sheet);
  call->Ask();
  return call;
}

}  // namespace bangfu::gateway
