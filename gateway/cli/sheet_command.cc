// bangfuctl sheet show
#include <memory>

#include <CLI/CLI.hpp>

#include "gateway/cli/commands.h"
#include "gateway/cli/render_sheet.h"
#include "gateway/cli/sheet_source.h"

namespace bangfu::cli {
namespace {

struct ShowFlags {
  SheetQuery query;
  Output output = Output::kTable;
};

std::string Rendered(const gateway::v1::AchievementSheet& sheet, Output output) {
  switch (output) {
    case Output::kJson:
      return MessageJson(sheet);
    case Output::kCsv:
      return SheetCsv(sheet);
    case Output::kTable:
      break;
  }
  return RenderSheet(sheet);
}

int Show(const ShowFlags& flags, const CliContext& context) {
  const GatewayClient client = context.Connect();
  const absl::StatusOr<gateway::v1::AchievementSheet> sheet = GetSheet(client, flags.query);
  if (!sheet.ok()) return context.Fail(sheet.status());
  context.io.out << Rendered(*sheet, flags.output);
  // Programs read the output; who reads along must not take it for whole.
  if (flags.output != Output::kTable) context.io.err << SheetWarnings(*sheet);
  if (flags.output == Output::kCsv) context.io.err << CsvOmissions(*sheet);
  return sheet->partial() ? kExitPartial : kExitOk;
}

}  // namespace

void AddSheetCommands(CLI::App& app, CliContext& context) {
  CLI::App* sheet = app.add_subcommand("sheet", "The achievement sheet (成绩单)");
  sheet->require_subcommand(1);
  auto flags = std::make_shared<ShowFlags>();
  CLI::App* show = sheet->add_subcommand("show", "Show a programme's sheet");
  show->footer(
      "It is never older than what was acknowledged before; exit code 4 when it is partial.\n"
      "Example: bangfuctl sheet show cetc-2020 --as-of 2018-12-31 --locale en");
  AddProgrammeOption(*show, flags->query.programme);
  AddDayOption(*show, "--as-of", flags->query.as_of,
               "up to and including this day; today if absent");
  AddLocaleOption(*show, flags->query.locale);
  AddOutputOption(*show, flags->output);
  show->callback([flags, &context] { context.exit_code = Show(*flags, context); });
  AddExplainCommand(*sheet, context);
}

}  // namespace bangfu::cli
