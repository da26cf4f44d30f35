// The commands of bangfuctl and what they share: where output goes, the gateway, exit codes. Each
// command's flags and flow stand in its own file.
#ifndef BANGFU_GATEWAY_CLI_COMMANDS_H_
#define BANGFU_GATEWAY_CLI_COMMANDS_H_

#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "gateway/cli/text_table.h"
#include "google/protobuf/message.h"

namespace CLI {
class App;
}

namespace bangfu::cli {

class GatewayClient;

inline constexpr int kExitOk = 0;
inline constexpr int kExitFindings = 1;  // refused, not found, or a verification failed
inline constexpr int kExitUsage = 2;
inline constexpr int kExitUnreachable = 3;  // no answer, none in time, or a service is down
inline constexpr int kExitPartial = 4;      // a sheet with parts missing

// Where a run's output goes.
struct CliIo {
  std::ostream& out;
  std::ostream& err;
  std::function<size_t()> terminal_columns;  // of err; empty when that is no terminal
};

struct CliContext {
  CliIo io;
  std::string gateway = "127.0.0.1:50050";
  double timeout_s = 30;
  int exit_code = kExitOk;

  GatewayClient Connect() const;

  // Says what went wrong in one line on err, and answers the exit code that stands for it.
  int Fail(const absl::Status& status) const;
};

void AddOutputOption(CLI::App& command, Output& output);
void AddLocaleOption(CLI::App& command, std::string& locale);
// A day as 2018-12-31, checked.
void AddDayOption(CLI::App& command, const std::string& flag, std::string& day,
                  const std::string& help);

// The programme of a sheet, checked.
void AddProgrammeOption(CLI::App& command, std::string& programme);

// A message as JSON that does not change from run to run: the contract's field names, every field.
std::string MessageJson(const google::protobuf::Message& message);
// The same in one line.
std::string MessageJsonLine(const google::protobuf::Message& message);

void AddImportCommand(CLI::App& app, CliContext& context);
void AddSheetCommands(CLI::App& app, CliContext& context);
void AddExplainCommand(CLI::App& sheet, CliContext& context);
void AddJournalCommands(CLI::App& app, CliContext& context);
void AddStatusCommand(CLI::App& app, CliContext& context);
void AddRecordCommands(CLI::App& app, CliContext& context);

// Runs bangfuctl with these arguments, the program's own name not among them; answers its exit
// code.
int RunCli(std::span<const std::string> arguments, const CliIo& io);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_COMMANDS_H_
