#include "gateway/sheet_assembly.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include <grpcpp/client_context.h>

#include "gateway/assemble.h"
#include "gateway/heads.h"
#include "gateway/verdict.h"
#include "services/common/server/grpc_status.h"

namespace bangfu::gateway {
namespace {

using households::v1::ListPublishedCasesRequest;
using reporting::v1::ComputeFiguresRequest;

// How long reporting, which is mostly a moment behind a write, is waited for before all else.
constexpr absl::Duration kSoon = absl::Milliseconds(200);

std::string JournalOf(Source source) {
  return std::string(source == Source::kHouseholds ? kHouseholds : kProjects);
}

// Nothing when a source did not answer: such a sheet is not kept.
std::vector<HeadSize> HeadsBehind(const SheetAnswers& answers) {
  std::vector<HeadSize> heads;
  if (!answers.households.ok() || !answers.projects.ok() || !answers.reporting.ok()) return heads;
  const HeadIndex households(answers.households.message.tree_heads());
  const HeadIndex projects(answers.projects.message.tree_heads());
  for (const std::string_view partition : PartitionsOf(answers)) {
    heads.push_back(
        {Source::kHouseholds, std::string(partition), households.SizeOf(kHouseholds, partition)});
    heads.push_back(
        {Source::kProjects, std::string(partition), projects.SizeOf(kProjects, partition)});
  }
  return heads;
}

// The three answers are joined by a count: the last one goes on, alone, so only cancelling needs a
// mutex. Nothing is finished before all that was asked has ended, which a cancelled question does
// at once; so gRPC's callbacks may hold a bare `this`, which keeps itself until then.
class Assembly final : public SheetAssembly, public std::enable_shared_from_this<Assembly> {
 public:
  Assembly(SheetQuestion question, SourceDeadlines deadlines, Backends& backends, Done done)
      : question_(std::move(question)),
        deadlines_(deadlines),
        backends_(backends),
        done_(std::move(done)) {}

  void Ask(const std::vector<HeadSize>& wait_for) {
    self_ = shared_from_this();
    reporting_.request.set_programme(question_.programme);
    reporting_.request.set_template_id(question_.template_id);
    *reporting_.request.mutable_as_of() = question_.as_of;
    wait_for.empty() ? AskReporting() : AskReportingToWait(wait_for);
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

  void Cancel() override { CancelQuestions(); }

 private:
  template <typename Request>
  struct Question {
    grpc::ClientContext context;
    Request request;
  };

  void AskReporting() {
    reporting_.context.set_deadline(absl::ToChronoTime(deadlines_.first));
    backends_.reporting_stub->async()->ComputeFigures(
        &reporting_.context, &reporting_.request, &answers_.reporting.message,
        [this](const grpc::Status& status) {
          answers_.reporting.status = server::FromGrpcStatus(status);
          Join();
        });
  }

  // A try: if it comes to nothing soon, reporting is asked as if nothing were known.
  void AskReportingToWait(const std::vector<HeadSize>& wait_for) {
    soon_.request = reporting_.request;
    for (const HeadSize& head : wait_for) {
      journal::v1::JournalPosition& position = *soon_.request.add_wait_for();
      position.set_journal(JournalOf(head.source));
      position.set_county(head.county);
      position.set_size(head.size);
    }
    const absl::Time now = absl::Now();
    const absl::Duration at_most = std::min((deadlines_.first - now) / 2, kSoon);
    soon_.context.set_deadline(absl::ToChronoTime(now + at_most));
    backends_.reporting_stub->async()->ComputeFigures(
        &soon_.context, &soon_.request, &answers_.reporting.message,
        [this](const grpc::Status& status) {
          if (!status.ok() && !IsCancelled()) return AskReporting();
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
    const std::vector<std::string> crowded_out = CountiesCrowdedOut(answers_);
    crowded_out.empty() ? GoOn() : AskForCasesOf(crowded_out);
  }

  void AskForCasesOf(const std::vector<std::string>& counties) {
    ListPublishedCasesRequest request = households_.request;
    request.mutable_counties()->Assign(counties.begin(), counties.end());
    auto* const question = Again(std::move(request), CasesDeadline(), cases_again_);
    if (question == nullptr) return Abandon();
    backends_.households_stub->async()->ListPublishedCases(
        &question->context, &question->request, &answers_.households.message,
        [this](const grpc::Status& status) {
          answers_.households.status = server::FromGrpcStatus(status);
          GoOn();
        });
  }

  // The other half of what is left is reporting's, which may have to be asked again as well.
  absl::Time CasesDeadline() const {
    if (!answers_.reporting.ok()) return deadlines_.again;
    return deadlines_.again - (deadlines_.again - absl::Now()) / 2;
  }

  // Once households has told all: its heads are what reporting is to have met.
  void GoOn() {
    const std::vector<journal::v1::JournalPosition> wait_for = WhatToWaitFor(answers_);
    wait_for.empty() ? Conclude() : AskForFiguresWith(wait_for);
  }

  void AskForFiguresWith(const std::vector<journal::v1::JournalPosition>& wait_for) {
    ComputeFiguresRequest request = reporting_.request;
    request.mutable_wait_for()->Assign(wait_for.begin(), wait_for.end());
    auto* const question = Again(std::move(request), deadlines_.again, figures_again_);
    if (question == nullptr) return Abandon();
    backends_.reporting_stub->async()->ComputeFigures(
        &question->context, &question->request, &answers_.reporting.message,
        [this](const grpc::Status& status) { OnFiguresAgain(server::FromGrpcStatus(status)); });
  }

  // A second question, to be asked without the lock: the answer may come, and delete this, before
  // the stub returns. Null when the first answers are all that there will be.
  template <typename Request>
  Question<Request>* Again(Request request, absl::Time deadline,
                           std::unique_ptr<Question<Request>>& place) {
    auto question = std::make_unique<Question<Request>>();
    question->request = std::move(request);
    question->context.set_deadline(absl::ToChronoTime(deadline));
    const std::lock_guard lock(mutex_);
    if (cancelled_) return nullptr;
    place = std::move(question);
    return place.get();
  }

  // Whatever is there is not enough for a sheet: it must not become one, which would be kept and
  // shown to others.
  void Abandon() {
    const absl::Status error = ErrorOf(answers_);
    End(error.ok() ? absl::CancelledError("nobody waits for the sheet any more") : error);
  }

  void OnFiguresAgain(const absl::Status& status) {
    answers_.reporting.status = status;
    answers_.reporting.status = AfterWaiting(answers_);
    if (absl::IsDeadlineExceeded(answers_.reporting.status)) {
      return End(answers_.reporting.status);
    }
    Conclude();
  }

  void Conclude() {
    const absl::Status error = ErrorOf(answers_);
    if (!error.ok()) return End(error);
    std::vector<HeadSize> heads = HeadsBehind(answers_);
    End(AssembledSheet{Assemble(question_, std::move(answers_)), std::move(heads)});
  }

  void End(absl::StatusOr<AssembledSheet> sheet) {
    const std::shared_ptr<Assembly> self = std::move(self_);
    done_(std::move(sheet));
  }

  bool IsCancelled() {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

  void CancelQuestions() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    households_.context.TryCancel();
    projects_.context.TryCancel();
    reporting_.context.TryCancel();
    soon_.context.TryCancel();
    if (cases_again_) cases_again_->context.TryCancel();
    if (figures_again_) figures_again_->context.TryCancel();
  }

  const SheetQuestion question_;
  const SourceDeadlines deadlines_;
  Backends& backends_;
  const Done done_;
  std::shared_ptr<Assembly> self_;  // until the end
  Question<ListPublishedCasesRequest> households_;
  Question<projects::v1::GetProgrammeProfileRequest> projects_;
  Question<ComputeFiguresRequest> reporting_;
  Question<ComputeFiguresRequest> soon_;  // the same, to wait for what is known to have grown
  SheetAnswers answers_;
  std::atomic<int> pending_ = 3;

  std::mutex mutex_;  // guards what follows
  bool cancelled_ = false;
  // What is asked a second time.
  std::unique_ptr<Question<ListPublishedCasesRequest>> cases_again_;
  std::unique_ptr<Question<ComputeFiguresRequest>> figures_again_;
};

}  // namespace

std::shared_ptr<SheetAssembly> SheetAssembly::Start(SheetQuestion question,
                                                    const std::vector<HeadSize>& wait_for,
                                                    SourceDeadlines deadlines, Backends& backends,
                                                    Done done) {
  const auto assembly =
      std::make_shared<Assembly>(std::move(question), deadlines, backends, std::move(done));
  assembly->Ask(wait_for);
  return assembly;
}

}  // namespace bangfu::gateway
