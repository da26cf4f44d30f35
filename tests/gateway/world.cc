#include "tests/gateway/world.h"

#include <algorithm>

#include "absl/time/civil_time.h"

#include "gateway/assemble.h"
#include "gateway/gateway_server.h"
#include "gateway/heads.h"
#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"

namespace bangfu::gateway {
namespace {

// Noon of the day that the sample is of.
absl::Time SampleNow() {
  return absl::FromCivil(absl::CivilSecond(2020, 12, 31, 12, 0, 0), absl::UTCTimeZone());
}

template <typename Message>
grpc::Status Send(const SourceAnswer<Message>& answer, Message* response) {
  *response = answer.message;
  return server::ToGrpcStatus(answer.status);
}

void CatchUp(const journal::v1::JournalPosition& position, TreeHeads& applied) {
  for (journal::v1::TreeHead& head : applied) {
    if (head.journal() != position.journal() || head.county() != position.county()) continue;
    head.set_size(std::max(head.size(), position.size()));
  }
}

grpc::Status ListHeads(const TreeHeads& heads, journal::v1::ListTreeHeadsResponse* response) {
  *response->mutable_tree_heads() = heads;
  response->set_server_version("fake");
  return grpc::Status::OK;
}

}  // namespace

GatewayTest::GatewayTest() {
  households_.list_published_cases = [this](auto*, auto*, auto* response) {
    return Send(answers_.households, response);
  };
  projects_.get_programme_profile = [this](auto*, auto*, auto* response) {
    return Send(answers_.projects, response);
  };
  reporting_.compute_figures = [this](auto*, auto* request, auto* response) {
    const std::lock_guard lock(mutex_);
    asked_of_reporting_.push_back(*request);
    return Send(answers_.reporting, response);
  };
  households_journal_.list_tree_heads = [this](auto*, auto*, auto* response) {
    return ListHeads(answers_.households.message.tree_heads(), response);
  };
  projects_journal_.list_tree_heads = [this](auto*, auto*, auto* response) {
    return ListHeads(answers_.projects.message.tree_heads(), response);
  };
  *reporting_.progress.mutable_tree_heads() = answers_.reporting.message.tree_heads();
}

void GatewayTest::Serve(server::CallLimits limits) {
  households_server_.Start();
  projects_server_.Start();
  reporting_server_.Start();
  admission_ = std::make_unique<server::Admission>(limits);
  auto services = MakeGatewayServer({.households = households_server_.address(),
                                     .projects = projects_server_.address(),
                                     .reporting = reporting_server_.address()},
                                    *admission_, SampleNow);
  ASSERT_TRUE(services.ok()) << services.status();
  server::ProcessOptions options;
  options.address = "127.0.0.1:0";
  options.drain_timeout = absl::FromChrono(kPatience);
  auto started = server::RunningServer::Start(options, *std::move(services));
  ASSERT_TRUE(started.ok()) << started.status();
  gateway_ = *std::move(started);
  channel_ = server::MakeChannel(gateway_->address());
  sheets_ = v1::AchievementSheetService::NewStub(channel_);
  suite_ = v1::SuiteService::NewStub(channel_);
}

void GatewayTest::LetReportingCatchUpWhenToldToWait() {
  const auto answer_now = reporting_.compute_figures;
  reporting_.compute_figures = [answer_now](auto* context, auto* request, auto* response) {
    const grpc::Status status = answer_now(context, request, response);
    if (request->wait_for().empty()) response->clear_tree_heads();
    for (const journal::v1::JournalPosition& position : request->wait_for()) {
      CatchUp(position, *response->mutable_tree_heads());
    }
    return status;
  };
}

std::string GatewayTest::Expected() {
  return Assemble(SampleQuestion(), SampleAnswers()).DebugString();
}

v1::GetAchievementSheetRequest GatewayTest::SheetRequest() {
  v1::GetAchievementSheetRequest request;
  request.set_name(SampleQuestion().name);
  return request;
}

absl::Status GatewayTest::GetSheet(v1::AchievementSheet& sheet, std::chrono::milliseconds timeout) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + timeout);
  return server::FromGrpcStatus(sheets_->GetAchievementSheet(&context, SheetRequest(), &sheet));
}

v1::AchievementSheet GatewayTest::Sheet() {
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet);
  EXPECT_TRUE(status.ok()) << status;
  return sheet;
}

v1::SuiteStatus GatewayTest::Status() {
  grpc::ClientContext context;
  SetPatience(context);
  v1::SuiteStatus status;
  const grpc::Status called = suite_->GetSuiteStatus(&context, {}, &status);
  EXPECT_TRUE(called.ok()) << called.error_message();
  return status;
}

std::vector<reporting::v1::ComputeFiguresRequest> GatewayTest::AskedOfReporting() {
  const std::lock_guard lock(mutex_);
  return asked_of_reporting_;
}

}  // namespace bangfu::gateway
