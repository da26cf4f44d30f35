// bangfuctl list and get
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include <CLI/CLI.hpp>

#include "gateway/cli/commands.h"
#include "gateway/cli/gateway_client.h"
#include "gateway/cli/record_calls.h"
#include "gateway/cli/render_records.h"
#include "services/common/text/quote.h"

namespace bangfu::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct ListFlags {
  std::string kind;
  std::string parent;
  int page_size = 0;
  std::string page_token;
  Output output = Output::kTable;
};

void SetText(Message& message, const char* field, const std::string& value) {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr) message.GetReflection()->SetString(&message, descriptor, value);
}

void SetNumber(Message& message, const char* field, int value) {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr) message.GetReflection()->SetInt32(&message, descriptor, value);
}

std::string ParentFlaw(const RecordKind& kind, const std::string& parent) {
  const std::string records(kind.name);
  if (kind.parent.empty()) return records + " have no parent: leave --parent out";
  const std::string expected = absl::StrCat("--parent, such as ", std::string(kind.parent));
  if (parent.empty()) return absl::StrCat(records, " need ", expected);
  return absl::StrCat("found --parent ", text::Quote(parent), ", expected of ", records, " ",
                      expected);
}

int List(const ListFlags& flags, const CliContext& context) {
  const RecordKind& kind = *FindKind(flags.kind);
  if (!IsParent(kind, flags.parent)) {
    context.io.err << "bangfuctl: " << ParentFlaw(kind, flags.parent) << "\n";
    return kExitUsage;
  }
  const GatewayClient client = context.Connect();
  const UnaryCall::MessagePtr request = kind.list.new_request();
  SetText(*request, "parent", flags.parent);
  SetNumber(*request, "page_size", flags.page_size);
  SetText(*request, "page_token", flags.page_token);
  const absl::StatusOr<UnaryCall::MessagePtr> page = kind.list.call(client, *request);
  if (!page.ok()) return context.Fail(page.status());
  if (flags.output == Output::kJson) {
    context.io.out << MessageJson(**page);
    return kExitOk;
  }
  context.io.out << RenderRecords(**page, flags.output);
  const std::string token = NextPageToken(**page);
  if (!token.empty()) context.io.err << "there is more: --page-token " << token << "\n";
  return kExitOk;
}

int Get(const std::string& name, const CliContext& context) {
  const RecordKind* kind = KindOfRecord(name);
  if (kind == nullptr) {
    context.io.err << "bangfuctl: expected the name of a record, such as "
                      "counties/510524/households/H0001\n";
    return kExitUsage;
  }
  const GatewayClient client = context.Connect();
  const UnaryCall::MessagePtr request = kind->get.new_request();
  SetText(*request, "name", name);
  const absl::StatusOr<UnaryCall::MessagePtr> record = kind->get.call(client, *request);
  if (!record.ok()) return context.Fail(record.status());
  context.io.out << MessageJson(**record);
  return kExitOk;
}

}  // namespace

void AddRecordCommands(CLI::App& app, CliContext& context) {
  std::vector<std::string> kinds;
  for (const RecordKind& kind : RecordKinds()) kinds.emplace_back(kind.name);
  auto flags = std::make_shared<ListFlags>();
  CLI::App* list = app.add_subcommand("list", "List records, page by page; personal fields masked");
  list->footer("Example: bangfuctl list households --parent counties/510524 --page-size 20");
  list->add_option("KIND", flags->kind, "what to list")->required()->check(CLI::IsMember(kinds));
  list->add_option("--parent", flags->parent, "what they are of, such as counties/510524");
  list->add_option("--page-size", flags->page_size, "records on a page; 0 means 100")
      ->check(CLI::Range(0, 1000));
  list->add_option("--page-token", flags->page_token, "from the page before");
  AddOutputOption(*list, flags->output);
  list->callback([flags, &context] { context.exit_code = List(*flags, context); });

  auto name = std::make_shared<std::string>();
  CLI::App* get = app.add_subcommand("get", "One record as JSON; personal fields masked");
  get->footer("Example: bangfuctl get counties/510524/households/H0001");
  get->add_option("NAME", *name, "the record's name")->required();
  get->callback([name, &context] { context.exit_code = Get(*name, context); });
}

}  // namespace bangfu::cli
