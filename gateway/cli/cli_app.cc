// The program as a whole: common flags, parsing, exit codes. The commands are in files of their
// own.
#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>

#include "gateway/cli/commands.h"
#include "gateway/cli/gateway_client.h"
#include "gateway/cli/sheet_source.h"
#include "gateway/cli/status_text.h"
#include "services/common/date/date.h"
#include "services/common/net/loopback.h"
#include "services/common/server/process.h"
#include "services/common/status/errors.h"

namespace bangfu::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes:\n"
    "  0  all is well\n"
    "  1  records were refused, something was not found, or a verification failed\n"
    "  2  wrong usage\n"
    "  3  no answer, none in time, too busy to answer, or a service is not serving\n"
    "  4  the sheet is partial: a service did not answer\n"
    "Every command has --help with an example.";

bool IsSilence(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded ||
         code == absl::StatusCode::kCancelled;
}

// What went wrong, for somebody who knows the gateway's address and nothing of gRPC.
std::string Explained(const absl::Status& status, const std::string& gateway) {
  const std::string message = MessageOf(status);
  std::string what = message.empty() ? absl::StatusCodeToString(status.code()) : message;
  // A reason is the suite's own: then the gateway has answered.
  if (!IsSilence(status.code()) || !ReasonOf(status).empty()) return what;
  const std::string silence = absl::StrCat("no answer from ", gateway, ": ");
  const bool refused = absl::StrContains(message, "Connection refused");
  return silence + (refused ? "nothing listens there; is bangfu-gateway running?" : what);
}

std::string Json(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails only for an Any of an unknown type, which the contract does not have.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

// Empty when it is right, else why it is not.
std::string CheckDay(const std::string& text) { return MessageOf(date::ParseDate(text).status()); }

std::string CheckProgramme(const std::string& text) {
  return MessageOf(ProgrammeName(text).status());
}

std::string CheckGateway(const std::string& address) {
  return MessageOf(net::CheckCopies(address));
}

// CLI::Range takes what is no number ("nan"), since it is neither below nor above.
std::string CheckTimeout(const std::string& text) {
  double seconds = 0;
  if (absl::SimpleAtod(text, &seconds) && seconds >= 0.001 && seconds <= 86'400) return "";
  return absl::StrCat("found \"", text, "\", expected seconds from 0.001 to 86400");
}

// The command that was understood last: what follows it was not.
const CLI::App& UnderstoodOf(const CLI::App& app) {
  const std::vector<CLI::App*> parsed = app.get_subcommands();
  return parsed.empty() ? app : UnderstoodOf(*parsed.back());
}

// CLI11 says of a misspelt command only that one is missing.
std::string UsageMessage(const CLI::App* app, const CLI::Error& error) {
  const std::vector<std::string> unknown = app->remaining(true);
  const CLI::App& understood = UnderstoodOf(*app);
  const std::vector<const CLI::App*> commands = understood.get_subcommands({});
  // One that is known stood in the wrong place.
  const bool known = !unknown.empty() &&
                     std::any_of(commands.begin(), commands.end(), [&](const CLI::App* command) {
                       return command->get_name() == unknown.front();
                     });
  const bool misspelt = !unknown.empty() && !known && !commands.empty() &&
                        error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
  if (!misspelt) return CLI::FailureMessage::simple(app, error);
  const auto name = [](std::string* out, const CLI::App* command) {
    absl::StrAppend(out, command->get_name());
  };
  return absl::StrCat("found \"", unknown.front(),
                      "\", expected a command: ", absl::StrJoin(commands, ", ", name), "\n",
                      "Run with --help for more information.\n");
}

void AddCommonFlags(CLI::App& app, CliContext& context) {
  app.add_option("--gateway", context.gateway,
                 "host:port of the gateway, or of its copies, by comma")
      ->envname("BANGFU_GATEWAY")
      ->check(CLI::Validator(CheckGateway, "HOST:PORT"))
      ->capture_default_str();
  app.add_option("--timeout-s", context.timeout_s,
                 "seconds that an answer may take; each call's deadline")
      ->check(CLI::Validator(CheckTimeout, "0.001 to 86400"))
      ->capture_default_str();
  app.set_version_flag("--version", "bangfuctl " + std::string(server::Version()));
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
  app.failure_message(UsageMessage);
}

}  // namespace

GatewayClient CliContext::Connect() const { return {gateway, absl::Seconds(timeout_s)}; }

int CliContext::Fail(const absl::Status& status) const {
  io.err << "bangfuctl: " << Explained(status, gateway) << "\n";
  const bool no_room = status.code() == absl::StatusCode::kResourceExhausted;
  return no_room || IsSilence(status.code()) ? kExitUnreachable : kExitFindings;
}

void AddOutputOption(CLI::App& command, Output& output) {
  static const std::map<std::string, Output> kOutputs = {
      {"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}};
  const auto set = [&output](const std::string& text) { output = kOutputs.at(text); };
  command.add_option_function<std::string>("-o,--output", set, "table (for people), json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->default_str("table");
}

void AddLocaleOption(CLI::App& command, std::string& locale) {
  command.add_option("--locale", locale, "language of the output")
      ->check(CLI::IsMember({"zh-CN", "en"}))
      ->capture_default_str();
}

void AddDayOption(CLI::App& command, const std::string& flag, std::string& day,
                  const std::string& help) {
  command.add_option(flag, day, help)->check(CLI::Validator(CheckDay, "YYYY-MM-DD"));
}

void AddProgrammeOption(CLI::App& command, std::string& programme) {
  command.add_option("PROGRAMME", programme, "such as cetc-2020")
      ->required()
      ->check(CLI::Validator(CheckProgramme, ""));
}

std::string MessageJson(const google::protobuf::Message& message) { return Json(message, true); }

std::string MessageJsonLine(const google::protobuf::Message& message) {
  return Json(message, false);
}

int RunCli(std::span<const std::string> arguments, const CliIo& io) {
  CliContext context = {io};
  CLI::App app("Keeps and shows the records of targeted assistance (帮扶).", "bangfuctl");
  AddCommonFlags(app, context);
  AddImportCommand(app, context);
  AddSheetCommands(app, context);
  AddJournalCommands(app, context);
  AddRecordCommands(app, context);
  AddStatusCommand(app, context);
  // CLI11 takes them last first.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, io.out, io.err) == 0 ? kExitOk : kExitUsage;
  }
  io.out.flush();
  if (!io.out && context.exit_code == kExitOk) {
    io.err << "bangfuctl: the output could not be written\n";
    return kExitFindings;
  }
  return context.exit_code;
}

}  // namespace bangfu::cli
