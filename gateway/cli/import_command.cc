// bangfuctl import
#include <memory>

#include <CLI/CLI.hpp>

#include "gateway/cli/commands.h"
#include "gateway/cli/gateway_client.h"
#include "gateway/cli/grpc_import_stream.h"
#include "gateway/cli/import_run.h"

namespace bangfu::cli {
namespace {

constexpr char kFooter[] =
    "Everything is checked first, here and by the services, and nothing is written while anything\n"
    "is wrong. What is wrong is listed as file:row:column: what was found, what is expected. To\n"
    "import the same directory again changes nothing; after an interruption it goes on.\n"
    "Example: bangfuctl import tests/data/cetc-2020 --dry-run";

struct ImportFlags {
  ImportOptions options;
  Output output = Output::kTable;
};

// One sentence of what the import came to, besides the table.
std::string Outcome(const ImportReport& report) {
  if (report.has_errors()) {
    return report.wrote ? "A batch was refused while writing; what was written before it stays. "
                          "Correct the rows above and import again.\n"
                        : "Nothing was written.\n";
  }
  if (!report.status.ok()) {
    return report.wrote ? "The import was interrupted. Running it again is safe: it goes on where "
                          "it stopped.\n"
                        : "Nothing was written.\n";
  }
  return report.dry_run ? "All is well. Nothing was written: this was a dry run.\n" : std::string();
}

int Import(const ImportFlags& flags, const CliContext& context) {
  const GatewayClient client = context.Connect();
  const ImportServer server = {ImportOver(client), ViewOver(client)};
  Progress progress(context.io.err, context.io.terminal_columns);
  const ImportReport report = RunImport(flags.options, server, progress);
  context.io.err << RenderErrors(report);
  const bool show = report.wrote || (report.status.ok() && !report.has_errors());
  if (show || flags.output == Output::kJson) {
    context.io.out << RenderReport(report, flags.output);
  }
  int code = kExitOk;
  if (!report.status.ok()) code = context.Fail(report.status);
  if (report.has_errors()) code = kExitFindings;
  context.io.err << Outcome(report);
  return code;
}

}  // namespace

void AddImportCommand(CLI::App& app, CliContext& context) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* command = app.add_subcommand("import", "Import a directory of CSV files");
  command->footer(kFooter);
  command->add_option("DIR", flags->options.directory, "directory with the files")->required();
  command->add_flag("--dry-run", flags->options.dry_run, "check everything and write nothing");
  command->add_option("--batch-size", flags->options.batch_size, "records in a batch, at most")
      ->check(CLI::Range(1, kBatchSizeMax))
      ->capture_default_str();
  command->add_option("--errors-max", flags->options.errors_max, "errors that are listed, at most")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  AddOutputOption(*command, flags->output);
  command->callback([flags, &context] { context.exit_code = Import(*flags, context); });
}

}  // namespace bangfu::cli
