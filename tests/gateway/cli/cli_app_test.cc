// The program as its user meets it: usage, exit codes, output.
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "gateway/cli/commands.h"
#include "gateway/cli/gateway_client.h"
#include "gateway/cli/status_text.h"
#include "services/common/server/grpc_status.h"
#include "services/common/status/errors.h"
#include "tests/gateway/cli/fake_services.h"

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

struct Result {
  int code;
  std::string out;
  std::string err;
};

Result Ctl(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = RunCli(arguments, {out, err, {}});
  return {code, out.str(), err.str()};
}

class Cli : public testing::Test {
 protected:
  Cli() {
    gateway_.sheet.set_name("programmes/p1/achievementSheet");
    gateway_.sheet.set_title("成绩单");
    gateway_.status.add_services()->set_serving(true);
  }

  Result Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--gateway", gateway_.address()});
    return Ctl(arguments);
  }

  FakeGateway gateway_;
};

TEST(Usage, HelpIsFineAndNonsenseIsNot) {
  EXPECT_EQ(Ctl({"--help"}).code, kExitOk);
  EXPECT_EQ(Ctl({"--version"}).code, kExitOk);
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"nonsense"},
      {"sheet"},
      {"sheet", "show"},
      {"sheet", "show", "p1", "--as-of", "2018-02-30"},
      {"sheet", "show", "p1", "--locale", "fr"},
      {"sheet", "show", "p1", "-o", "xml"},
      {"import", "dir", "--batch-size", "1001"},
      {"journal", "verify", "51052"},
      {"journal", "show", "510524", "-1", "--service", "projects"},
      {"journal", "show", "510524", "9223372036854775808", "--service", "projects"},
      {"list", "nonsense"},
      {"list", "villages"},
      {"list", "persons", "--parent", "counties/510524"},
      {"sheet", "show", "a/b"},
      {"sheet", "explain", "a/b", "x"},
      {"get", "nonsense"},
      {"--gateway", "192.0.2.1:50050", "status"},
      {"--gateway", "localhost", "status"},
      {"--timeout-s", "0", "status"},
      {"--timeout-s", "nan", "status"},
      {"--timeout-s", "inf", "status"},
  };
  for (const auto& arguments : wrong) {
    EXPECT_EQ(Ctl(arguments).code, kExitUsage) << testing::PrintToString(arguments);
  }
}

TEST(Usage, SaysWhatIsWrongOnce) {
  const struct {
    std::vector<std::string> arguments;
    std::string_view complaint;
  } cases[] = {
      {{"sheets", "show"},
       "found \"sheets\", expected a command: import, sheet, journal, list, get, status\n"},
      {{"sheet", "shwo", "p1"}, "found \"shwo\", expected a command: show, explain"},
      {{"sheet"}, "A subcommand is required\n"},
      {{"show", "sheet"}, "A subcommand is required\n"},
      {{"--timeout-s", "nan", "status"},
       "--timeout-s: found \"nan\", expected seconds from 0.001 to 86400\n"},
      {{"status", "-o", "xml"}, "--output: xml not in {table,json,csv}\n"},
      {{"sheet", "show", "a/b"}, "PROGRAMME: found \"a/b\", expected a programme such as"},
      {{"list", "persons", "--parent", "counties/510524"},
       "bangfuctl: found --parent \"counties/510524\", expected of persons --parent, such as "
       "counties/510524/households/H0001, or"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Ctl(c.arguments).err, testing::StartsWith(std::string(c.complaint)));
  }
}

TEST(Usage, EveryCommandHasAnExample) {
  const std::vector<std::vector<std::string>> commands = {{"import"},
                                                          {"sheet", "show"},
                                                          {"sheet", "explain"},
                                                          {"journal", "verify"},
                                                          {"journal", "show"},
                                                          {"journal", "heads"},
                                                          {"status"},
                                                          {"list"},
                                                          {"get"}};
  for (std::vector<std::string> command : commands) {
    command.push_back("--help");
    EXPECT_THAT(Ctl(command).out, HasSubstr("Example: bangfuctl " + command[0]));
  }
}

TEST(Unreachable, IsExitCode3) {
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"status"},
                                             {"sheet", "show", "p1"},
                                             {"sheet", "explain", "p1", "x"},
                                             {"journal", "verify", "510524"},
                                             {"list", "counties"},
                                             {"get", "counties/510524"}}) {
    std::vector<std::string> arguments = {"--gateway", "127.0.0.1:1"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    const Result result = Ctl(arguments);
    EXPECT_EQ(result.code, kExitUnreachable) << command[0];
    EXPECT_THAT(result.err, HasSubstr("bangfuctl: no answer from 127.0.0.1:1: nothing listens "
                                      "there; is bangfu-gateway running?\n"));
  }
}

TEST(Fail, TellsSilenceFromAnAnswer) {
  const struct {
    absl::Status status;
    std::string_view said;
    int code;
  } cases[] = {
      {absl::UnavailableError("Socket closed"), "no answer from 127.0.0.1:1: Socket closed", 3},
      {absl::DeadlineExceededError(""), "no answer from 127.0.0.1:1: DEADLINE_EXCEEDED", 3},
      {absl::ResourceExhaustedError("too many calls are under way"), "too many calls are under way",
       3},
      {Error(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE", "projects cannot be reached"),
       "projects cannot be reached", 3},
      {absl::NotFoundError("x does not exist"), "x does not exist", 1},
  };
  for (const auto& c : cases) {
    std::ostringstream out;
    std::ostringstream err;
    const CliContext context = {{out, err, {}}, "127.0.0.1:1"};
    EXPECT_EQ(context.Fail(c.status), c.code);
    EXPECT_EQ(err.str(), "bangfuctl: " + std::string(c.said) + "\n");
  }
}

TEST(ToStatus, TellsEachViolationOnce) {
  const auto message = [](const std::vector<FieldViolation>& violations) {
    return MessageOf(ToStatus(server::ToGrpcStatus(InvalidFields(violations))));
  };
  EXPECT_EQ(message({{"parent", "found x"}}), "parent: found x");
  EXPECT_THAT(message({{"parent", "found x"}, {"page_size", "found y"}}),
              testing::EndsWith("\n  parent: found x\n  page_size: found y"));
}

TEST_F(Cli, ShowsASheetAndTellsAPartialOneByItsExitCode) {
  EXPECT_EQ(Ask({"sheet", "show", "p1"}).code, kExitOk);
  EXPECT_THAT(Ask({"sheet", "show", "programmes/p1"}).out, HasSubstr("成绩单\n======\n"));
  EXPECT_THAT(Ask({"sheet", "show", "p1", "-o", "json"}).out,
              HasSubstr("\"name\": \"programmes/p1/achievementSheet\""));
  gateway_.sheet.set_partial(true);
  EXPECT_EQ(Ask({"sheet", "show", "p1"}).code, kExitPartial);
}

TEST_F(Cli, SaysWhatAPartialSheetLacksWhateverTheOutput) {
  gateway_.sheet.set_language_code("en");
  EXPECT_EQ(Ask({"sheet", "show", "p1", "-o", "csv"}).err, "");
  gateway_.sheet.set_partial(true);
  gateway_.sheet.add_unreachable()->set_source("projects");
  for (const char* output : {"csv", "json"}) {
    const Result result = Ask({"sheet", "show", "p1", "-o", output});
    EXPECT_EQ(result.code, kExitPartial);
    EXPECT_THAT(result.err, testing::StartsWith("!! PARTIAL: "));
    EXPECT_THAT(result.err, testing::EndsWith("\n!!   projects\n"));
    EXPECT_THAT(result.out, testing::Not(HasSubstr("!!")));
  }
  EXPECT_EQ(Ask({"sheet", "show", "p1"}).err, "");
}

TEST_F(Cli, DoesNotSayThatAFigureIsNoneWhenItsServiceDidNotAnswer) {
  gateway_.sheet.set_partial(true);
  gateway_.sheet.add_unreachable()->set_source("projects");
  const auto explain = [this](const std::string& figure) {
    return Ask({"sheet", "explain", "p1", figure});
  };
  EXPECT_EQ(explain("attestation.a1").code, kExitPartial);
  EXPECT_EQ(explain("attestation.a1").err,
            "bangfuctl: attestation.a1 is not on the sheet, which is partial: projects did not "
            "answer\n");
  EXPECT_EQ(explain("returned").code, kExitFindings);
  EXPECT_EQ(explain("case_debt.510524.c1").code, kExitFindings);
  gateway_.sheet.add_unreachable()->set_source("households");
  EXPECT_EQ(explain("case_debt.510524.c1").code, kExitPartial);
  EXPECT_EQ(explain("case_wage.510524.c1").code, kExitPartial);
  gateway_.sheet.add_unreachable()->set_source("reporting");
  EXPECT_EQ(explain("returned").code, kExitPartial);
}

TEST_F(Cli, SaysWhatDoesNotExist) {
  const Result sheet = Ask({"sheet", "show", "p2"});
  EXPECT_EQ(sheet.code, kExitFindings);
  EXPECT_EQ(sheet.err, "bangfuctl: programmes/p2/achievementSheet does not exist\n");
  EXPECT_EQ(Ask({"get", "counties/510524/villages/510524101227"}).code, kExitFindings);
  EXPECT_EQ(Ask({"sheet", "explain", "p1", "nonsense"}).code, kExitFindings);
  EXPECT_EQ(Ask({"sheet", "explain", "p1", "attestation", "a1"}).code, kExitFindings);
  EXPECT_EQ(Ask({"journal", "verify", "510524"}).code, kExitFindings);
}

TEST_F(Cli, StatusTellsByItsExitCodeWhetherAllServe) {
  EXPECT_EQ(Ask({"status"}).code, kExitOk);
  gateway_.status.add_services();
  EXPECT_EQ(Ask({"status"}).code, kExitUnreachable);
}

TEST_F(Cli, ListsRecordsPageByPage) {
  households::v1::Record record;
  record.mutable_village()->set_name("counties/510524/villages/510524101227");
  gateway_.records().Put(record);
  const Result page = Ask({"list", "villages", "--parent", "counties/510524", "-o", "csv"});
  EXPECT_EQ(page.code, kExitOk);
  EXPECT_EQ(page.out, "name,title,township\ncounties/510524/villages/510524101227,,\n");
  EXPECT_EQ(page.err, "there is more: --page-token more\n");
  EXPECT_EQ(Ask({"list", "counties", "--parent", "counties/510524"}).code, kExitUsage);
}

}  // namespace
}  // namespace bangfu::cli
