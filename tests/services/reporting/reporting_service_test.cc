#include "services/reporting/reporting_service.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "services/common/server/client_channel.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/services/common/sql/test_database.h"
#include "tests/services/reporting/fake_journal.h"

namespace bangfu::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class ReportingServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    projects_.Record("000000", ProgrammeEvent());
    Start();
  }

  void Start() {
    server_.reset();
    const server::ProcessOptions process{.address = "127.0.0.1:0",
                                         .data_dir = database_.place().directory,
                                         .database = database_.url(),
                                         .drain_timeout = absl::Seconds(1)};
    const ReportingOptions options{
        .households = households_.address(),
        .projects = projects_.address(),
        .definitions = BANGFU_DEFINITIONS_DIR,
        .follow = {.backoff = {.min = absl::Milliseconds(1), .max = absl::Milliseconds(5)}}};
    auto services = MakeReportingServer(process, options, admission_);
    ASSERT_TRUE(services.ok()) << services.status();
    auto server = server::RunningServer::Start(process, *std::move(services));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    stub_ = v1::ReportingService::NewStub(server::MakeChannel(server_->address()));
  }

  void Pay(const std::string& county, int64_t fen, const std::string& day,
           const std::string& reverses = "") {
    projects_.Record(county, LedgerEvent(county, "cattle", pv1::LEDGER_KIND_COLLECTIVE_REVENUE, fen,
                                         day, Village(county), reverses));
  }

  // The positions of all that is recorded.
  template <typename Request>
  void WaitForAll(Request& request) {
    for (const std::string county : {"000000", kXuyong, kSuide}) {
      for (FakeJournal* source : {&households_, &projects_}) {
        journal::v1::JournalPosition& position = *request.add_wait_for();
        position.set_journal(source == &projects_ ? "projects" : "households");
        position.set_county(county);
        position.set_size(source->SizeOf(county));
      }
    }
  }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (v1::ReportingService::Stub::*method)(grpc::ClientContext*,
                                                                       const Request&, Response*),
                    const Request& request, Response& response,
                    absl::Duration patience = absl::Seconds(20)) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);  // a loaded machine may take long to connect
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    return server::FromGrpcStatus((stub_.get()->*method)(&context, request, &response));
  }

  absl::StatusOr<v1::ComputeFiguresResponse> Compute(const std::string& as_of = "") {
    v1::ComputeFiguresRequest request;
    request.set_programme("programmes/cetc-2020");
    if (!as_of.empty()) *request.mutable_as_of() = ProtoDay(as_of);
    WaitForAll(request);
    v1::ComputeFiguresResponse response;
    absl::Status status = Call(&v1::ReportingService::Stub::ComputeFigures, request, response);
    if (!status.ok()) return status;
    return response;
  }

  v1::ExplainFigureRequest ExplainRequest(const std::string& figure) {
    v1::ExplainFigureRequest request;
    request.set_programme("programmes/cetc-2020");
    request.set_figure(figure);
    WaitForAll(request);
    return request;
  }

  static v1::Figure FigureOf(const v1::ComputeFiguresResponse& response, const std::string& id) {
    for (const v1::FigureSection& section : response.sections()) {
      for (const v1::Figure& figure : section.figures()) {
        if (figure.id() == id) return figure;
      }
    }
    ADD_FAILURE() << "no figure " << id;
    return {};
  }

  sql::TestDatabase database_;
  FakeJournal households_{"households"};
  FakeJournal projects_{"projects"};
  server::Admission admission_{{}};
  std::unique_ptr<server::RunningServer> server_;
  std::unique_ptr<v1::ReportingService::Stub> stub_;
};

TEST_F(ReportingServiceTest, SheetIsOfAllThatWasRecordedAndNamesItsHeads) {
  Pay(kXuyong, 250, "2018-06-01");
  Pay(kXuyong, 50, "2019-06-01");
  Pay(kSuide, 100, "2018-06-01");
  households_.Record(kXuyong, HouseholdEvent(Household(kXuyong, "H1"), "2014-01-01"));
  const auto response = Compute("2018-12-31");
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::Figure revenue = FigureOf(*response, "cattle_collective_revenue");
  EXPECT_EQ(revenue.value(), 350);
  EXPECT_EQ(revenue.scope().project(), "cattle");
  EXPECT_EQ(revenue.as_of().year(), 2018);
  EXPECT_EQ(revenue.basis(), v1::BASIS_COMPUTED);
  EXPECT_EQ(revenue.catalogue_version(), response->catalogue_version());
  EXPECT_EQ(revenue.captions_size(), 2);
  EXPECT_EQ(FigureOf(*response, "designated_counties").value(), 2);
  EXPECT_EQ(FigureOf(*response, "households_registered").value(), 1);
  std::vector<std::string> heads;
  for (const journal::v1::TreeHead& head : response->tree_heads()) {
    heads.push_back(head.journal() + " " + head.county() + " " + std::to_string(head.size()));
  }
  EXPECT_THAT(heads, ElementsAre("households 510524 1", "projects 000000 1", "projects 510524 2",
                                 "projects 610826 1"));
  EXPECT_EQ(response->template_id(), "achievement_sheet");
  EXPECT_EQ(FigureOf(*Compute(), "cattle_collective_revenue").value(), 400);
}

TEST_F(ReportingServiceTest, RestartAnswersTheSameWithoutItsSources) {
  Pay(kXuyong, 250, "2018-06-01");
  const auto before = Compute();
  ASSERT_TRUE(before.ok()) << before.status();
  Start();
  const auto after = Compute();
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
}

TEST_F(ReportingServiceTest, PositionThatIsNotReachedInTimeIsReportingBehind) {
  v1::ComputeFiguresRequest request;
  request.set_programme("programmes/cetc-2020");
  journal::v1::JournalPosition& position = *request.add_wait_for();
  position.set_journal("projects");
  position.set_county(kXuyong);
  position.set_size(1000);
  v1::ComputeFiguresResponse response;
  const absl::Status status =
      Call(&v1::ReportingService::Stub::ComputeFigures, request, response, absl::Seconds(2));
  EXPECT_EQ(ReasonOf(status), "REPORTING_BEHIND") << status;
}

TEST_F(ReportingServiceTest, BadRequestNamesEachField) {
  v1::ComputeFiguresRequest request;
  request.set_programme("cetc-2020");
  request.mutable_as_of()->set_year(2018);
  request.add_wait_for()->set_size(-1);
  v1::ComputeFiguresResponse response;
  const absl::Status status = Call(&v1::ReportingService::Stub::ComputeFigures, request, response);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  EXPECT_THAT(fields, ElementsAre("programme", "as_of", "wait_for[0].journal", "wait_for[0].county",
                                  "wait_for[0].size"));
}

TEST_F(ReportingServiceTest, WhatIsNotThereIsNotFound) {
  ASSERT_TRUE(Compute().ok());
  v1::ComputeFiguresRequest no_programme, no_template;
  no_programme.set_programme("programmes/other");
  no_template.set_programme("programmes/cetc-2020");
  no_template.set_template_id("other");
  v1::ComputeFiguresResponse response;
  for (const auto& request : {no_programme, no_template}) {
    EXPECT_EQ(Call(&v1::ReportingService::Stub::ComputeFigures, request, response).code(),
              absl::StatusCode::kNotFound);
  }
  v1::ExplainFigureResponse explained;
  for (const std::string figure :
       {"other", "case_wage", "case_wage.nobody", "case_wage.510524.nobody", "other.nobody", ""}) {
    EXPECT_EQ(
        Call(&v1::ReportingService::Stub::ExplainFigure, ExplainRequest(figure), explained).code(),
        absl::StatusCode::kNotFound)
        << figure;
  }
}

TEST_F(ReportingServiceTest, ExplanationComesInPagesThatAddUp) {
  for (int i = 1; i <= 7; ++i) Pay(i % 2 ? kXuyong : kSuide, i * 10, "2018-06-01");
  Pay(kXuyong, 10, "2018-07-01", "counties/510524/ledgerEntries/L000000");
  v1::ExplainFigureRequest request = ExplainRequest("cattle_collective_revenue");
  request.set_page_size(3);
  int64_t sum = 0;
  int64_t value = 0;
  int pages = 0;
  v1::ExplainFigureResponse response;
  do {
    response.Clear();
    const absl::Status status = Call(&v1::ReportingService::Stub::ExplainFigure, request, response);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(response.has_figure(), pages == 0);
    EXPECT_EQ(response.tree_heads().empty(), pages > 0);
    if (response.has_figure()) value = response.figure().value();
    ++pages;
    for (const v1::ExplainedEntry& entry : response.entries()) sum += entry.quantity();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(sum, 270);
  EXPECT_EQ(value, 270);
  EXPECT_EQ(response.indicator().id(), "collective_revenue");
  EXPECT_EQ(response.entries().rbegin()->document(), "voucher/1");
}

TEST_F(ReportingServiceTest, PagesAreOfTheFirstOnesHeadsWhateverComesBetween) {
  for (int i = 1; i <= 7; ++i) Pay(kXuyong, i * 10, "2018-06-01");
  v1::ExplainFigureRequest request = ExplainRequest("cattle_collective_revenue");
  request.set_page_size(3);
  std::vector<int64_t> quantities;
  int64_t value = 0;
  do {
    v1::ExplainFigureResponse response;
    const absl::Status status = Call(&v1::ReportingService::Stub::ExplainFigure, request, response);
    ASSERT_TRUE(status.ok()) << status;
    value += response.figure().value();
    for (const v1::ExplainedEntry& entry : response.entries()) {
      quantities.push_back(entry.quantity());
    }
    request.set_page_token(response.next_page_token());
    // On a day before, between and behind; of a county of which nothing was known, too.
    for (const char* day : {"2018-05-01", "2018-06-01", "2018-07-01"}) Pay(kXuyong, 1, day);
    Pay(kSuide, 1, "2018-06-01");
    ASSERT_TRUE(Compute().ok());  // they have been applied
  } while (!request.page_token().empty());
  EXPECT_EQ(value, 280);
  EXPECT_THAT(quantities, ElementsAre(10, 20, 30, 40, 50, 60, 70));
}

TEST_F(ReportingServiceTest, NextPageOfAnotherFigureOrProgrammeIsRefused) {
  for (int i = 1; i <= 7; ++i) Pay(kXuyong, i * 10, "2018-06-01");
  v1::ExplainFigureRequest request = ExplainRequest("cattle_collective_revenue");
  request.set_page_size(3);
  v1::ExplainFigureResponse response;
  ASSERT_TRUE(Call(&v1::ReportingService::Stub::ExplainFigure, request, response).ok());
  request.set_page_token(response.next_page_token());
  request.set_figure("people_paid");
  EXPECT_EQ(ReasonOf(Call(&v1::ReportingService::Stub::ExplainFigure, request, response)),
            "INVALID_PAGE_TOKEN");
  request.set_figure("cattle_collective_revenue");
  projects_.Record("000000", ProgrammeEvent());
  ASSERT_TRUE(Compute().ok());
  EXPECT_EQ(ReasonOf(Call(&v1::ReportingService::Stub::ExplainFigure, request, response)),
            "HEADS_MOVED");
}

TEST_F(ReportingServiceTest, CaseIsToldWhileItsConsentStands) {
  const std::string person = Person(kXuyong, "H1");
  households_.Record(kXuyong, CaseEvent(kXuyong, "cattle-family", person, "2018-05-16"));
  households_.Record(kXuyong, CaseEvent(kXuyong, "other", Person(kXuyong, "H2")));
  projects_.Record(
      kXuyong, LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 300000, "2018-01-31", person));
  EXPECT_THAT(Compute("2018-05-15")->case_figures(), SizeIs(0));
  const auto response = Compute("2018-05-16");
  ASSERT_THAT(response->case_figures(), SizeIs(1));
  EXPECT_EQ(response->case_figures(0).case_name(), "counties/510524/cases/cattle-family");
  const v1::Figure& wage = response->case_figures(0).figures(0);
  EXPECT_EQ(wage.id(), "case_wage.510524.cattle-family");
  EXPECT_EQ(wage.value(), 300000);
  EXPECT_EQ(wage.scope().subject(), person);
  v1::ExplainFigureResponse explained;
  ASSERT_TRUE(
      Call(&v1::ReportingService::Stub::ExplainFigure, ExplainRequest(wage.id()), explained).ok());
  EXPECT_THAT(explained.entries(), SizeIs(1));
}

TEST_F(ReportingServiceTest, CasesOfOneIdInTwoCountiesHaveFiguresOfTheirOwn) {
  int64_t wage_fen = 300000;
  for (const std::string county : {kXuyong, kSuide}) {
    households_.Record(county, CaseEvent(county, "family", Person(county, "H1"), "2018-05-16"));
    projects_.Record(county, LedgerEvent(county, "cattle", pv1::LEDGER_KIND_WAGE, wage_fen++,
                                         "2018-01-31", Person(county, "H1")));
  }
  const auto response = Compute("2018-05-16");
  ASSERT_THAT(response->case_figures(), SizeIs(2));
  for (const v1::CaseFigures& one : response->case_figures()) {
    const v1::Figure& wage = one.figures(0);
    v1::ExplainFigureResponse explained;
    ASSERT_TRUE(
        Call(&v1::ReportingService::Stub::ExplainFigure, ExplainRequest(wage.id()), explained).ok())
        << wage.id();
    EXPECT_EQ(explained.figure().value(), wage.value()) << wage.id();
  }
}

TEST_F(ReportingServiceTest, IndicatorsComeByPages) {
  v1::ListIndicatorsRequest request;
  request.set_page_size(5);
  std::vector<std::string> ids;
  do {
    v1::ListIndicatorsResponse response;
    const absl::Status status =
        Call(&v1::ReportingService::Stub::ListIndicators, request, response);
    ASSERT_TRUE(status.ok()) << status;
    for (const v1::Indicator& indicator : response.indicators()) ids.push_back(indicator.id());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_GT(ids.size(), 15u);
}

TEST_F(ReportingServiceTest, ProgressTellsHeadsAndSources) {
  Pay(kXuyong, 250, "2018-06-01");
  ASSERT_TRUE(Compute().ok());
  v1::GetProgressResponse response;
  const absl::Status status =
      Call(&v1::ReportingService::Stub::GetProgress, v1::GetProgressRequest(), response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(response.tree_heads(), SizeIs(2));
  ASSERT_THAT(response.followed_journals(), SizeIs(2));
  EXPECT_EQ(response.followed_journals(0).journal(), "households");
  EXPECT_TRUE(response.followed_journals(1).connected());
  EXPECT_FALSE(response.server_version().empty());
}

TEST_F(ReportingServiceTest, SourceElsewhereThanOnThisMachineIsRefused) {
  const auto services = MakeReportingServer(
      {.data_dir = database_.File("other")},
      {.households = "192.0.2.1:50051", .definitions = BANGFU_DEFINITIONS_DIR}, admission_);
  EXPECT_EQ(services.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace bangfu::reporting
