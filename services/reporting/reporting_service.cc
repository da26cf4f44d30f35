#include "services/reporting/reporting_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "services/common/records/read.h"
#include "services/common/server/version.h"
#include "services/reporting/questions.h"

namespace bangfu::reporting {

ReportingServiceFace::Reactor* ReportingServiceFace::ComputeFigures(
    Context* context, const v1::ComputeFiguresRequest* request,
    v1::ComputeFiguresResponse* response) {
  return runner_.Async(context, [=, this](const sql::CancellationPtr& cancellation,
                                          const server::FinishCall& finish) {
    absl::StatusOr<SheetQuestion> question = Parse(*request, parts_.definitions);
    if (!question.ok()) return finish(question.status());
    Positions wait_for = std::move(question->wait_for);
    response->set_catalogue_version(parts_.definitions.catalogue().version());
    parts_.progress.Await(
        std::move(wait_for), server::DeadlineOf(*context), cancellation,
        [this, question = *std::move(question), response, finish](absl::Status reached) {
          if (reached.ok()) reached = Answer(question, parts_.snapshots, *response);
          finish(std::move(reached));
        });
  });
}

ReportingServiceFace::Reactor* ReportingServiceFace::ExplainFigure(
    Context* context, const v1::ExplainFigureRequest* request,
    v1::ExplainFigureResponse* response) {
  return runner_.Async(context, [=, this](const sql::CancellationPtr& cancellation,
                                          const server::FinishCall& finish) {
    absl::StatusOr<PageQuestion> parsed = Parse(*request, parts_.definitions);
    if (!parsed.ok()) return finish(parsed.status());
    auto question = std::make_shared<const PageQuestion>(*std::move(parsed));
    const sql::JobContext job{cancellation, server::DeadlineOf(*context)};
    parts_.progress.Await(question->sheet.wait_for, job.deadline, cancellation,
                          [=, this](const absl::Status& reached) {
                            if (!reached.ok()) return finish(reached);
                            absl::Status queued = parts_.executor.Read(
                                job,
                                [=, this](sql::Connection& connection) {
                                  response->Clear();  // of a run whose connection broke
                                  const auto figure = Find(*question, parts_.snapshots);
                                  if (!figure.ok()) return figure.status();
                                  return Answer(connection, *question, *figure, *request,
                                                *response);
                                },
                                [finish](absl::Status status) { finish(std::move(status)); });
                            if (!queued.ok()) finish(server::WithQueueReason(queued));
                          });
  });
}

ReportingServiceFace::Reactor* ReportingServiceFace::ListIndicators(
    Context* context, const v1::ListIndicatorsRequest* request,
    v1::ListIndicatorsResponse* response) {
  return runner_.Inline(context, [=, this] {
    const v1::Catalogue& catalogue = parts_.definitions.catalogue();
    response->set_catalogue_version(catalogue.version());
    const auto list = [&](const records::PageQuery& page) {
      std::vector<v1::Indicator> found;
      for (const v1::Indicator& indicator : catalogue.indicators()) {  // by id
        if (indicator.id() > page.after && static_cast<int>(found.size()) < page.limit) {
          found.push_back(indicator);
        }
      }
      return absl::StatusOr<std::vector<v1::Indicator>>(std::move(found));
    };
    return records::FillPage<v1::Indicator>(
        {"ListIndicators"}, request->page_size(), request->page_token(), list,
        [](const v1::Indicator& indicator) { return indicator.id(); },
        response->mutable_indicators(), *response);
  });
}

ReportingServiceFace::Reactor* ReportingServiceFace::GetProgress(
    Context* context, const v1::GetProgressRequest*, v1::GetProgressResponse* response) {
  return runner_.Inline(context, [=, this] {
    for (journal::v1::TreeHead& head : HeadsOf(parts_.snapshots.All())) {
      *response->add_tree_heads() = std::move(head);
    }
    for (v1::FollowedJournal& followed : parts_.followed()) {
      *response->add_followed_journals() = std::move(followed);
    }
    response->set_server_version(std::string(server::Version()));
    return absl::OkStatus();
  });
}

}  // namespace bangfu::reporting
