#include "gateway/cli/explain_record.h"

#include <utility>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/projects/v1/events.pb.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/explain_text.h"
#include "gateway/cli/figure_verifier.h"
#include "gateway/cli/words.h"
#include "services/common/names/names.h"

namespace bangfu::cli {
namespace {

using gateway::v1::AchievementSheet;
using gateway::v1::SheetAttestation;
using gateway::v1::SheetCase;

// The serialised event in an entry's bytes; empty when they are none.
std::string EventOf(const std::string& bytes) {
  journal::v1::Entry entry;
  return entry.ParseFromString(bytes) ? entry.event() : std::string();
}

std::string WithVerdicts(std::string_view name, const google::protobuf::Message& message,
                         const std::vector<Verdict>& verdicts) {
  return "{\n\"" + std::string(name) + "\": " + MessageJsonLine(message) +
         ",\n\"checks\": " + RenderVerdicts(verdicts, Output::kJson) + "\n}\n";
}

// A heading, the entries, the verdicts.
std::string Rendered(const TextTable& heading, const std::vector<EntryRow>& rows,
                     std::string_view language, Output output,
                     const std::vector<Verdict>& verdicts) {
  std::string entries = RenderEntryRows(rows, language, output, /*first=*/true);
  if (output == Output::kCsv) return entries;
  std::string text = heading.Render() + "\n" + entries;
  if (!verdicts.empty()) text += "\n" + RenderVerdicts(verdicts, Output::kTable);
  return text;
}

bool States(const projects::v1::Attestation& recorded, const SheetAttestation& on_sheet) {
  bool same_statement = false;
  for (const google::type::LocalizedText& text : recorded.statements()) {
    same_statement = same_statement || text.text() == on_sheet.statement();
  }
  return same_statement && recorded.name() == on_sheet.name() &&
         recorded.document() == on_sheet.document() &&
         DateText(recorded.date()) == DateText(on_sheet.date());
}

}  // namespace

const SheetAttestation* FindAttestation(const AchievementSheet& sheet, std::string_view id) {
  for (const SheetAttestation& attestation : sheet.attestations()) {
    if (IdOf(attestation.name()) == id) return &attestation;
  }
  return nullptr;
}

const SheetCase* FindCase(const AchievementSheet& sheet, std::string_view key) {
  for (const SheetCase& one : sheet.cases()) {
    const auto name = names::CaseName::Parse(one.name());
    if (name && name->Key() == key) return &one;
  }
  return nullptr;
}

std::string RenderAttestation(const SheetAttestation& attestation, std::string_view language,
                              Output output, const std::vector<Verdict>& verdicts) {
  if (output == Output::kJson) return WithVerdicts("attestation", attestation, verdicts);
  const auto word = [&](std::string_view zh, std::string_view en) {
    return std::string(Say(language, zh, en));
  };
  TextTable heading({{""}, {""}});
  heading.Add({word("陈述", "Attestation"), attestation.statement()});
  heading.Add({word("作出者", "By"), attestation.attestor()});
  heading.Add({word("日期", "Date"), DateText(attestation.date())});
  heading.Add({word("文件", "Document"), attestation.document()});
  heading.Add(
      {word("依据", "Basis"), word("他人陈述，不经计算", "stated by somebody, not computed")});
  EntryRow row;
  row.date = DateText(attestation.date());
  row.document = attestation.document();
  row.record = attestation.name();
  row.entry = attestation.entry();
  return Rendered(heading, {row}, language, output, verdicts);
}

std::string RenderDebt(const SheetCase& one, std::string_view language, Output output,
                       const std::vector<Verdict>& verdicts) {
  if (output == Output::kJson) return WithVerdicts("case", one, verdicts);
  const auto word = [&](std::string_view zh, std::string_view en) {
    return std::string(Say(language, zh, en));
  };
  TextTable heading({{""}, {""}});
  heading.Add({word("案例", "Case"), one.title()});
  for (const gateway::v1::SheetFigure& figure : one.figures()) {
    if (!figure.id().starts_with("case_debt")) continue;
    heading.Add({word("数字", "Figure"), figure.caption() + "  (" + figure.id() + ")"});
    heading.Add({word("值", "Value"), figure.value_text() + " " + figure.unit_text()});
  }
  heading.Add({word("说明", "Notes"),
               word("金额密封在农户记录之中，依本人同意书公开：",
                    "the amount is sealed in the household's record, published by consent: ") +
                   one.consent_document()});
  EntryRow household;
  household.record = word("农户", "household");
  household.entry = one.household_entry();
  EntryRow told;
  told.record = one.name();
  told.entry = one.case_entry();
  return Rendered(heading, {household, told}, language, output, verdicts);
}

absl::StatusOr<std::vector<Verdict>> VerifyAttestation(const AchievementSheet& sheet,
                                                       const SheetAttestation& attestation,
                                                       ProveEntries prove) {
  EntryProofs proofs(HeadsOf(sheet, "projects"), std::move(prove));
  const auto bytes = proofs.Check({&attestation.entry()});
  if (!bytes.ok()) return bytes.status();
  projects::v1::Event event;
  const bool stated = event.ParseFromString(EventOf(bytes->front())) &&
                      event.has_attestation_recorded() &&
                      States(event.attestation_recorded(), attestation);
  std::vector<Verdict> verdicts = proofs.Verdicts();
  verdicts.push_back({stated, "entries",
                      stated ? "the entry states the statement, its day and its document"
                             : "the entry does not state this"});
  return verdicts;
}

absl::StatusOr<std::vector<Verdict>> VerifyDebt(const AchievementSheet& sheet, const SheetCase& one,
                                                ProveEntries prove) {
  EntryProofs proofs(HeadsOf(sheet, "households"), std::move(prove));
  const auto bytes = proofs.Check({&one.household_entry(), &one.case_entry()});
  if (!bytes.ok()) return bytes.status();
  households::v1::Event household;
  households::v1::Event told;
  const bool parsed =
      household.ParseFromString(EventOf((*bytes)[0])) && told.ParseFromString(EventOf((*bytes)[1]));
  const bool of_case = parsed && told.case_recorded().name() == one.name();
  const std::string& home = household.household_recorded().household().name();
  const bool of_household = of_case && !home.empty() &&
                            told.case_recorded().person().starts_with(home + "/") &&
                            !household.household_recorded().sealed_personal().empty();
  std::vector<Verdict> verdicts = proofs.Verdicts();
  verdicts.push_back({of_household, "entries",
                      of_household ? "the case's person is of that household, whose entry holds "
                                     "sealed data"
                                   : "the entries are not of this case and its household"});
  verdicts.push_back({.check = "amount",
                      .detail = "the amount is sealed in that entry, and only households has the "
                                "key: what the sheet says of it was not checked",
                      .checked = false});
  return verdicts;
}

}  // namespace bangfu::cli
