// The program as a whole: common flags, parsing, exit codes. The commands are in files of their
// own.
#include <algorithm>
#include <map>
#include <vector>

#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>

#include "gateway/cli/commands.h"
#include "gateway/cli/gateway_client.h"
#include "services/common/date/date.h"
#include "services/common/server/loopback.h"
#include "services/common/server/process.h"

namespace bangfu::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes:\n"
    "  0  all is well\n"
    "  1  records were refused, something was not found, or a verification failed\n"
    "  2  wrong usage\n"
    "  3  no answer, none in time, or a service is not serving\n"
    "  4  the sheet is partial: a service did not answer\n"
    "Every command has --help with an example.";

bool IsUnreachable(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded ||
         code == absl::StatusCode::kCancelled || code == absl::StatusCode::kResourceExhausted;
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
std::string CheckDay(const std::string& text) {
  const absl::StatusOr<date::Date> day = date::ParseDate(text);
  if (day.ok()) return {};
  return std::string(day.status().message().data(), day.status().message().size());
}

std::string CheckGateway(const std::string& address) {
  const absl::Status status = server::CheckLoopback(address, "connect to");
  return std::string(status.message().data(), status.message().size());
}

void AddCommonFlags(CLI::App& app, CliContext& context) {
  app.add_option("--gateway", context.gateway, "host:port of the gateway")
      ->envname("BANGFU_GATEWAY")
      ->check(CLI::Validator(CheckGateway, "HOST:PORT"))
      ->capture_default_str();
  app.add_option("--timeout-s", context.timeout_s,
                 "seconds that an answer may take; each call's deadline")
      ->check(CLI::Range(0.001, 86400.0))
      ->capture_default_str();
  app.set_version_flag("--version", "bangfuctl " + std::string(server::Version()));
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
}

}  // namespace

GatewayClient CliContext::Connect() const { return {gateway, absl::Seconds(timeout_s)}; }

int CliContext::Fail(const absl::Status& status) const {
  const std::string message(status.message().data(), status.message().size());
  const bool unreachable = IsUnreachable(status.code());
  io.err << "bangfuctl: " << (unreachable ? "no answer from " + gateway + ": " : std::string())
         << (message.empty() ? absl::StatusCodeToString(status.code()) : message) << "\n";
  return unreachable ? kExitUnreachable : kExitFindings;
}

void AddOutputOption(CLI::App& command, Output& output) {
  static const std::map<std::string, Output> kOutputs = {
      {"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}};
  command.add_option("-o,--output", output, "table (for people), json or csv")
      ->transform(CLI::CheckedTransformer(kOutputs).description("table|json|csv"))
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
