// bangfuctl journal verify, heads and show
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include <CLI/CLI.hpp>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/journal_client.h"
#include "gateway/cli/log_check.h"
#include "services/common/names/names.h"
#include "services/common/text/digits.h"

namespace bangfu::cli {
namespace {

using journal::v1::TreeHead;

struct JournalFlags {
  std::string county;
  std::string service;  // empty: both
  int64_t seq = 0;
  Output output = Output::kTable;
};

std::vector<std::string> Services(const JournalFlags& flags) {
  if (!flags.service.empty()) return {flags.service};
  return {"households", "projects"};
}

// The heads of the services asked for, of one county unless `county` is empty.
absl::StatusOr<std::vector<TreeHead>> Heads(const GatewayClient& client, const JournalFlags& flags,
                                            const std::string& county) {
  std::vector<TreeHead> heads;
  for (const std::string& service : Services(flags)) {
    absl::StatusOr<std::vector<TreeHead>> listed = ListHeads(client, service);
    if (!listed.ok()) return listed.status();
    for (TreeHead& head : *listed) {
      if (!county.empty() && head.county() != county) continue;
      // What a service calls its journal decides nothing here: it was asked for this one.
      head.set_journal(service);
      heads.push_back(std::move(head));
    }
  }
  if (heads.empty() && !county.empty()) {
    return absl::NotFoundError("no service has a journal of county " + county);
  }
  return heads;
}

absl::StatusOr<std::vector<Verdict>> VerifyLog(const GatewayClient& client, const TreeHead& head) {
  LogCheck check(head);
  int64_t taken = 0;
  const absl::Status streamed =
      StreamEntries(client, head, [&](int64_t seq, std::string_view bytes) {
        check.Add(seq, bytes);
        return ++taken < head.size();
      });
  if (!streamed.ok()) return streamed;
  for (const int64_t size : check.earlier_sizes()) {
    const auto proof = ProveConsistency(client, head, size);
    if (!proof.ok()) return proof.status();
    check.AddConsistency(size, *proof);
  }
  return check.Verdicts();
}

int Verify(const JournalFlags& flags, const CliContext& context) {
  const GatewayClient client = context.Connect();
  const absl::StatusOr<std::vector<TreeHead>> heads = Heads(client, flags, flags.county);
  if (!heads.ok()) return context.Fail(heads.status());
  std::vector<Verdict> verdicts;
  for (const TreeHead& head : *heads) {
    const absl::StatusOr<std::vector<Verdict>> found = VerifyLog(client, head);
    if (!found.ok()) return context.Fail(found.status());
    verdicts.insert(verdicts.end(), found->begin(), found->end());
  }
  context.io.out << RenderVerdicts(verdicts, flags.output)
                 << (flags.output == Output::kJson ? "\n" : "");
  return AllGood(verdicts) ? kExitOk : kExitFindings;
}

int ShowHeads(const JournalFlags& flags, const CliContext& context) {
  const GatewayClient client = context.Connect();
  const absl::StatusOr<std::vector<TreeHead>> heads = Heads(client, flags, flags.county);
  if (!heads.ok()) return context.Fail(heads.status());
  if (flags.output == Output::kJson) {
    journal::v1::ListTreeHeadsResponse all;
    for (const TreeHead& head : *heads) *all.add_tree_heads() = head;
    context.io.out << MessageJson(all);
    return kExitOk;
  }
  const bool csv = flags.output == Output::kCsv;
  TextTable table({{"journal"}, {"county"}, {"entries", text::Align::kRight}, {"root_hash"}});
  for (const TreeHead& head : *heads) {
    table.Add({head.journal(), head.county(),
               csv ? std::to_string(head.size()) : text::GroupDigits(head.size()),
               absl::BytesToHexString(head.root_hash())});
  }
  context.io.out << (csv ? table.RenderCsv() : table.Render());
  return kExitOk;
}

// The event as JSON; its sealed parts stay sealed.
std::string EventJson(const journal::v1::Entry& entry) {
  if (entry.journal() == "households") {
    households::v1::Event event;
    if (event.ParseFromString(entry.event())) return MessageJson(event);
  } else {
    projects::v1::Event event;
    if (event.ParseFromString(entry.event())) return MessageJson(event);
  }
  return "null\n";
}

int ShowEntry(const JournalFlags& flags, const CliContext& context) {
  const GatewayClient client = context.Connect();
  const absl::StatusOr<std::vector<TreeHead>> heads = Heads(client, flags, flags.county);
  if (!heads.ok()) return context.Fail(heads.status());
  const auto proven = ProveInclusion(client, heads->front(), {flags.seq});
  if (!proven.ok()) return context.Fail(proven.status());
  journal::v1::Entry entry;
  if (proven->proven_entries_size() != 1 ||
      !entry.ParseFromString(proven->proven_entries(0).entry())) {
    return context.Fail(absl::DataLossError("the answer holds no entry"));
  }
  const std::string& bytes = proven->proven_entries(0).entry();
  std::string event = EventJson(entry);
  entry.clear_event();
  context.io.out << "{\"leaf_hash\": " << JsonString(journal::ToHex(journal::LeafHash(bytes)))
                 << ",\n\"entry\": " << MessageJson(entry) << ",\n\"event\": " << event << "}\n";
  return kExitOk;
}

CLI::Option* AddCounty(CLI::App& command, JournalFlags& flags) {
  const auto check = [](const std::string& text) {
    return names::IsPartition(text) ? std::string() : "expected 6 digits such as 510524";
  };
  return command
      .add_option("COUNTY", flags.county, "six digits; 000000 for what stands above a county")
      ->check(CLI::Validator(check, "COUNTY"));
}

CLI::Option* AddService(CLI::App& command, JournalFlags& flags) {
  return command.add_option("--service", flags.service, "households or projects")
      ->check(CLI::IsMember({"households", "projects"}));
}

// CLI11 takes a number that is too large for the largest.
std::string CheckSeq(const std::string& text) {
  int64_t seq = 0;
  if (absl::SimpleAtoi(text, &seq) && seq >= 0) return "";
  return "found \"" + text + "\", expected a position from 0";
}

}  // namespace

void AddJournalCommands(CLI::App& app, CliContext& context) {
  CLI::App* journal =
      app.add_subcommand("journal", "The journals that everything is computed from");
  journal->require_subcommand(1);
  auto flags = std::make_shared<JournalFlags>();

  CLI::App* verify = journal->add_subcommand(
      "verify", "Read a county's journals whole, and recompute every hash up to their heads");
  verify->footer("Example: bangfuctl journal verify 510524");
  AddCounty(*verify, *flags)->required();
  AddService(*verify, *flags);
  AddOutputOption(*verify, flags->output);
  verify->callback([flags, &context] { context.exit_code = Verify(*flags, context); });

  CLI::App* heads = journal->add_subcommand("heads", "The heads of all journals, or of a county's");
  heads->footer("Example: bangfuctl journal heads -o csv");
  AddCounty(*heads, *flags);
  AddService(*heads, *flags);
  AddOutputOption(*heads, flags->output);
  heads->callback([flags, &context] { context.exit_code = ShowHeads(*flags, context); });

  CLI::App* show = journal->add_subcommand("show", "One entry, as JSON");
  show->footer("Example: bangfuctl journal show 510524 17 --service projects");
  AddCounty(*show, *flags)->required();
  show->add_option("SEQ", flags->seq, "position in the journal, from 0")
      ->required()
      ->check(CLI::Validator(CheckSeq, "0 and above"));
  AddService(*show, *flags)->required();
  show->callback([flags, &context] { context.exit_code = ShowEntry(*flags, context); });
}

}  // namespace bangfu::cli
