// bangfuctl status
#include <memory>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>

#include "bangfu/gateway/v1/achievement_sheet.grpc.pb.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/gateway_client.h"
#include "gateway/cli/render_status.h"

namespace bangfu::cli {
namespace {

struct StatusFlags {
  Output output = Output::kTable;
};

int Status(const StatusFlags& flags, const CliContext& context) {
  const GatewayClient client = context.Connect();
  const auto stub = gateway::v1::SuiteService::NewStub(client.channel());
  gateway::v1::SuiteStatus status;
  const auto call = client.NewContext();
  const absl::Status got = ToStatus(stub->GetSuiteStatus(call.get(), {}, &status));
  if (!got.ok()) return context.Fail(got);
  context.io.out << (flags.output == Output::kJson ? MessageJson(status)
                                                   : RenderStatus(status, flags.output));
  return AllServe(status) ? kExitOk : kExitUnreachable;
}

}  // namespace

void AddStatusCommand(CLI::App& app, CliContext& context) {
  auto flags = std::make_shared<StatusFlags>();
  CLI::App* command = app.add_subcommand(
      "status", "State of all services, and how far reporting is behind the journals");
  command->footer("Exit code 3 when a service is not serving.\nExample: bangfuctl status -o json");
  AddOutputOption(*command, flags->output);
  command->callback([flags, &context] { context.exit_code = Status(*flags, context); });
}

}  // namespace bangfu::cli
