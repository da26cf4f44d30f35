#include <grpc/compression.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/gateway/counting_relay.h"
#include "tests/gateway/world.h"

namespace bangfu::gateway {
namespace {

class SheetServiceTest : public GatewayTest {
 protected:
  static std::string NamesOf(const v1::AchievementSheet& sheet) {
    std::string names;
    for (const v1::UnreachableSource& source : sheet.unreachable()) {
      names += source.source() + ": " + source.reason() + ";";
    }
    return names;
  }
};

TEST_F(SheetServiceTest, ThreeAnswersMakeTheSheetOfToday) {
  Serve();
  EXPECT_EQ(Sheet().DebugString(), Expected());
  ASSERT_EQ(AskedOfReporting().size(), 1u);
  EXPECT_EQ(AskedOfReporting()[0].programme(), "programmes/cetc-2020");
  EXPECT_EQ(AskedOfReporting()[0].as_of().day(), 31);
}

TEST_F(SheetServiceTest, EveryoneIsAskedAboutTheSameDay) {
  std::promise<int> households_year;
  std::promise<int> projects_year;
  households_.list_published_cases = [&](auto*, auto* request, auto*) {
    households_year.set_value(request->as_of().year());
    return grpc::Status::OK;
  };
  projects_.get_programme_profile = [&](auto*, auto* request, auto*) {
    projects_year.set_value(request->as_of().year());
    return grpc::Status::OK;
  };
  Serve();
  v1::GetAchievementSheetRequest request = SheetRequest();
  request.mutable_as_of()->set_year(2018);
  request.mutable_as_of()->set_month(12);
  request.mutable_as_of()->set_day(31);
  request.set_template_id("responsibility_letter");
  grpc::ClientContext context;
  SetPatience(context);
  v1::AchievementSheet sheet;
  ASSERT_TRUE(sheets_->GetAchievementSheet(&context, request, &sheet).ok());
  EXPECT_EQ(households_year.get_future().get(), 2018);
  EXPECT_EQ(projects_year.get_future().get(), 2018);
  EXPECT_EQ(AskedOfReporting()[0].as_of().year(), 2018);
  EXPECT_EQ(AskedOfReporting()[0].template_id(), "responsibility_letter");
  EXPECT_EQ(sheet.as_of().year(), 2018);
}

TEST_F(SheetServiceTest, EachStoppedServiceIsNamedAndTheWholeSheetComesBackAfterItsRestart) {
  Serve();
  const struct {
    FakeServer& server;
    const char* name;
  } cases[] = {{households_server_, "households"},
               {projects_server_, "projects"},
               {reporting_server_, "reporting"}};
  for (const auto& one : cases) {
    ASSERT_EQ(Sheet().DebugString(), Expected());
    one.server.Stop();
    const v1::AchievementSheet sheet = Sheet();
    EXPECT_TRUE(sheet.partial());
    EXPECT_EQ(NamesOf(sheet), std::string(one.name) + ": not reachable;");
    EXPECT_EQ(sheet.cases().empty(), one.name == std::string("households"));
    EXPECT_EQ(sheet.title().empty(), one.name == std::string("projects"));
    EXPECT_EQ(sheet.sections().empty(), one.name == std::string("reporting"));
    one.server.Start();
    EXPECT_TRUE(Eventually([this] { return !Sheet().partial(); })) << one.name;
  }
}

TEST_F(SheetServiceTest, ServiceThatHangsIsNamedBeforeTheCallersDeadline) {
  std::promise<void> over;
  households_.list_published_cases = [done = over.get_future().share()](auto*, auto*, auto*) {
    done.wait();
    return grpc::Status::OK;
  };
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet, std::chrono::seconds(2));
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(NamesOf(sheet), "households: no answer in time;");
  EXPECT_EQ(sheet.sections_size(), 1);
  over.set_value();
}

TEST_F(SheetServiceTest, NobodyAnswers) {
  Serve();
  households_server_.Stop();
  projects_server_.Stop();
  reporting_server_.Stop();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(ReasonOf(status), "NO_SOURCE_ANSWERED");
}

TEST_F(SheetServiceTest, ReportingThatIsBehindIsAskedOnceMoreForWhatItLacks) {
  LetReportingCatchUpWhenToldToWait();
  Serve();
  EXPECT_EQ(Sheet().DebugString(), Expected());
  ASSERT_EQ(AskedOfReporting().size(), 2u);
  EXPECT_EQ(AskedOfReporting()[1].wait_for_size(), 3);
  EXPECT_EQ(AskedOfReporting()[1].wait_for(0).county(), "510524");
  EXPECT_EQ(AskedOfReporting()[1].wait_for(0).size(), 5);
}

// Households lists a foreign case while it leaves one of the programme's out, until it is asked for
// the programme's alone.
TEST_F(SheetServiceTest, CasesOfOtherCountiesTakeNoPlaces) {
  std::vector<std::string> counties;
  households_.list_published_cases = [&](auto*, auto* request, auto* response) {
    *response = answers_.households.message;
    if (request->counties().empty()) {
      response->mutable_cases(0)->mutable_case_()->set_name("counties/110101/cases/liu");
      households::v1::CasesLeftOut& left_out = *response->add_cases_left_out();
      left_out.set_county("counties/510524");
      left_out.set_count(1);
    } else {
      counties.assign(request->counties().begin(), request->counties().end());
    }
    return grpc::Status::OK;
  };
  Serve();
  EXPECT_EQ(Sheet().DebugString(), Expected());
  EXPECT_EQ(counties, (std::vector<std::string>{"counties/510524", "counties/610826"}));
}

TEST_F(SheetServiceTest, HouseholdsThatDiesBeforeItIsAskedAgainIsNamed) {
  households_.list_published_cases = [&](auto*, auto* request, auto* response) {
    *response = answers_.households.message;
    response->add_cases_left_out()->set_county("counties/110101");
    return request->counties().empty() ? grpc::Status::OK
                                       : grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  };
  Serve();
  EXPECT_EQ(NamesOf(Sheet()), "households: not reachable;");
}

TEST_F(SheetServiceTest, HouseholdsThatHangsWhenAskedAgainTakesNoTimeOfReporting) {
  std::promise<void> over;
  households_.list_published_cases = [this, done = over.get_future().share()](auto*, auto* request,
                                                                              auto* response) {
    *response = answers_.households.message;
    response->add_cases_left_out()->set_county("counties/110101");
    if (!request->counties().empty()) done.wait();
    return grpc::Status::OK;
  };
  LetReportingCatchUpWhenToldToWait();
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet, std::chrono::seconds(2));
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(NamesOf(sheet), "households: no answer in time;");
  EXPECT_EQ(AskedOfReporting().size(), 2u);
  over.set_value();
}

TEST_F(SheetServiceTest, ReportingThatHangsLeavesTimeToAskHouseholdsAgain) {
  std::promise<void> over;
  reporting_.compute_figures = [done = over.get_future().share()](auto*, auto*, auto*) {
    done.wait();
    return grpc::Status::OK;
  };
  households_.list_published_cases = [this](auto*, auto* request, auto* response) {
    *response = answers_.households.message;
    if (request->counties().empty()) {
      response->add_cases_left_out()->set_county("counties/110101");
    }
    return grpc::Status::OK;
  };
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet, std::chrono::seconds(4));
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(NamesOf(sheet), "reporting: no answer in time;");
  over.set_value();
}

TEST_F(SheetServiceTest, ProgrammeThatReportingHasNotMetYetIsWaitedFor) {
  reporting_.compute_figures = [this](auto*, auto* request, auto* response) {
    *response = answers_.reporting.message;
    return request->wait_for().empty() ? grpc::Status(grpc::StatusCode::NOT_FOUND, "")
                                       : grpc::Status::OK;
  };
  Serve();
  EXPECT_EQ(Sheet().DebugString(), Expected());
}

TEST_F(SheetServiceTest, ReportingThatNeverCatchesUpIsADeadlineWithItsReason) {
  reporting_.compute_figures = [](auto*, auto* request, auto*) {
    if (request->wait_for().empty()) return grpc::Status::OK;
    return server::ToGrpcStatus(Error(absl::StatusCode::kUnavailable, "REPORTING_BEHIND", ""));
  };
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet);
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_EQ(ReasonOf(status), "REPORTING_BEHIND");
}

// As another copy of reporting may, which is asked the second time.
TEST_F(SheetServiceTest, SecondAnswerOfReportingThatLacksSomethingElseMakesNoSheet) {
  reporting_.compute_figures = [this](auto*, auto* request, auto* response) {
    *response = answers_.reporting.message;
    journal::v1::TreeHead& lower =
        *response->mutable_tree_heads(request->wait_for().empty() ? 0 : 2);
    lower.set_size(lower.size() - 1);
    return grpc::Status::OK;
  };
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet);
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_EQ(ReasonOf(status), "REPORTING_BEHIND");
}

TEST_F(SheetServiceTest, ReportingThatWaitsBeyondTheDeadlineIsTheSame) {
  reporting_.compute_figures = [](grpc::ServerContext* context, auto* request, auto*) {
    while (!request->wait_for().empty() && !context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::OK;
  };
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet, std::chrono::seconds(2));
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_EQ(ReasonOf(status), "REPORTING_BEHIND");
}

TEST_F(SheetServiceTest, ReportingThatDiesWhileItCatchesUpMakesAPartialSheet) {
  reporting_.compute_figures = [](auto*, auto* request, auto*) {
    return request->wait_for().empty() ? grpc::Status::OK
                                       : grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  };
  Serve();
  EXPECT_EQ(NamesOf(Sheet()), "reporting: not reachable;");
}

TEST_F(SheetServiceTest, UnknownProgrammeIsToldAtOnceThoughOthersHang) {
  std::promise<void> asked;
  std::atomic<bool> cancelled = false;
  reporting_.compute_figures = [&](grpc::ServerContext* context, auto*, auto*) {
    asked.set_value();
    while (!context->IsCancelled()) std::this_thread::yield();
    cancelled = true;
    return grpc::Status::OK;
  };
  projects_.get_programme_profile = [&](auto*, auto*, auto*) {
    asked.get_future().wait();
    return server::ToGrpcStatus(Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND", "none"));
  };
  Serve();
  v1::AchievementSheet sheet;
  const absl::Status status = GetSheet(sheet);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
  EXPECT_EQ(ReasonOf(status), "PROGRAMME_NOT_FOUND");
  EXPECT_TRUE(Eventually([&] { return cancelled.load(); }));
}

TEST_F(SheetServiceTest, WithoutProjectsReportingTellsThatTheProgrammeIsUnknown) {
  answers_.reporting.status = absl::NotFoundError("none");
  Serve();
  projects_server_.Stop();
  v1::AchievementSheet sheet;
  EXPECT_EQ(GetSheet(sheet).code(), absl::StatusCode::kNotFound);
}

TEST_F(SheetServiceTest, CallerWhoLeavesCancelsWhatIsAsked) {
  std::promise<void> asked;
  std::atomic<bool> cancelled = false;
  projects_.get_programme_profile = [&](grpc::ServerContext* context, auto*, auto*) {
    asked.set_value();
    while (!context->IsCancelled()) std::this_thread::yield();
    cancelled = true;
    return grpc::Status::OK;
  };
  Serve();
  grpc::ClientContext context;
  SetPatience(context);
  v1::AchievementSheet sheet;
  std::future<grpc::Status> status = std::async(std::launch::async, [&] {
    return sheets_->GetAchievementSheet(&context, SheetRequest(), &sheet);
  });
  asked.get_future().wait();
  context.TryCancel();
  EXPECT_EQ(status.get().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([&] { return cancelled.load(); }));
  EXPECT_TRUE(Eventually([&] { return admission_->calls_in_flight() == 0; }));
}

// What a client who accepts these algorithms, as a set of bits, is sent for the sheet.
int64_t BytesOnTheWire(const std::string& gateway, const v1::GetAchievementSheetRequest& request,
                       int algorithms, v1::AchievementSheet& sheet) {
  const CountingRelay relay(gateway);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET, algorithms);
  const auto stub = v1::AchievementSheetService::NewStub(
      grpc::CreateCustomChannel(relay.address(), grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  const grpc::Status status = stub->GetAchievementSheet(&context, request, &sheet);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return relay.bytes_from_server();
}

TEST_F(SheetServiceTest, LargeSheetIsCompressedForWhoeverAcceptsThat) {
  auto& attestations = *answers_.projects.message.mutable_attestations();
  const projects::v1::AttestationWithEntry one = attestations[0];
  while (attestations.size() < 1000) *attestations.Add() = one;
  Serve();
  constexpr int kIdentity = 1U << GRPC_COMPRESS_NONE;
  constexpr int kGzip = kIdentity | 1U << GRPC_COMPRESS_GZIP;
  v1::AchievementSheet plain, compressed;
  const int64_t plain_bytes = BytesOnTheWire(gateway_->address(), SheetRequest(), kIdentity, plain);
  const int64_t compressed_bytes =
      BytesOnTheWire(gateway_->address(), SheetRequest(), kGzip, compressed);
  EXPECT_GT(plain_bytes, static_cast<int64_t>(plain.ByteSizeLong()));
  EXPECT_LT(compressed_bytes, plain_bytes / 4);
  EXPECT_EQ(compressed.SerializeAsString(), plain.SerializeAsString());
}

TEST_F(SheetServiceTest, CallWithoutDeadlineAndBadRequestAreRefused) {
  Serve();
  grpc::ClientContext no_deadline;
  v1::AchievementSheet sheet;
  absl::Status status =
      server::FromGrpcStatus(sheets_->GetAchievementSheet(&no_deadline, SheetRequest(), &sheet));
  EXPECT_EQ(ReasonOf(status), "DEADLINE_REQUIRED") << status;
  grpc::ClientContext context;
  SetPatience(context);
  status = server::FromGrpcStatus(sheets_->GetAchievementSheet(&context, {}, &sheet));
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS") << status;
}

TEST_F(SheetServiceTest, ManyCallersAtOnceEachGetTheirSheet) {
  LetReportingCatchUpWhenToldToWait();
  Serve();
  const std::string expected = Expected();
  constexpr int kCallers = 8;
  std::vector<std::thread> callers;
  callers.reserve(kCallers);
  std::atomic<int> right = 0;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      for (int n = 0; n < 20; ++n) right += Sheet().DebugString() == expected ? 1 : 0;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, kCallers * 20);
}

}  // namespace
}  // namespace bangfu::gateway
