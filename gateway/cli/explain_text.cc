#include "gateway/cli/explain_text.h"

#include <utility>

#include "absl/strings/escaping.h"

#include "gateway/cli/cell_values.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/figure_sum.h"
#include "gateway/cli/words.h"
#include "gateway/figure_text.h"
#include "services/common/money/money.h"

namespace bangfu::cli {
namespace {

using gateway::v1::SheetFigure;
using reporting::v1::ExplainedEntry;
using reporting::v1::ExplainFigureResponse;

constexpr size_t kLeafDigits = 16;

// "\"figure\": {...}" and so on, without the newline that ends a message's JSON.
std::string Member(std::string_view name, const google::protobuf::Message& message) {
  return "\"" + std::string(name) + "\": " + MessageJsonLine(message);
}

std::string BeginJson(const SheetFigure& on_sheet, const ExplainFigureResponse& page,
                      std::string_view language) {
  std::string json =
      "{\n" + Member("figure", on_sheet) + ",\n" + Member("indicator", page.indicator()) +
      ",\n\"formula\": " + JsonString(FormulaText(page.indicator().formula(), language)) +
      ",\n\"tree_heads\": [";
  for (const journal::v1::TreeHead& head : page.tree_heads()) {
    json += (json.ends_with('[') ? "\n" : ",\n") + MessageJsonLine(head);
  }
  return json + "\n],\n\"entries\": [";
}

}  // namespace

std::string RenderEntryRows(const std::vector<EntryRow>& rows, std::string_view language,
                            Output output, bool first) {
  const auto word = [&](std::string_view zh, std::string_view en) {
    return std::string(output == Output::kCsv ? en : Say(language, zh, en));
  };
  const bool csv = output == Output::kCsv;
  // Minimal widths, so that the pages stand under each other.
  TextTable table({{word("部分", "part"), text::Align::kLeft, 11},
                   {word("账本", "journal"), text::Align::kLeft, 10},
                   {word("县", "county")},
                   {word("序号", "seq"), text::Align::kRight, 6},
                   {word("日期", "date"), text::Align::kLeft, 10},
                   {word("数量", "quantity"), text::Align::kRight, 14},
                   {word("叶哈希", "leaf_hash"), text::Align::kLeft, kLeafDigits},
                   {word("文件", "document"), text::Align::kLeft, 18},
                   {word("事实", "kind"), text::Align::kLeft, 12},
                   {word("记录", "record"), text::Align::kLeft, 36},
                   {word("对象", "subject")}});
  for (const EntryRow& row : rows) {
    const std::string leaf = absl::BytesToHexString(row.entry.leaf_hash());
    table.Add({row.part, row.entry.journal(), row.entry.county(), std::to_string(row.entry.seq()),
               row.date, row.quantity, csv ? leaf : leaf.substr(0, kLeafDigits), row.document,
               row.kind, row.record, row.subject});
  }
  return csv ? table.RenderCsv(first) : table.Render(0, first);
}

std::string ExplanationText::Heading(const SheetFigure& on_sheet,
                                     const ExplainFigureResponse& first_page) const {
  const auto word = [this](std::string_view zh, std::string_view en) {
    return std::string(Say(language_, zh, en));
  };
  const reporting::v1::Indicator& indicator = first_page.indicator();
  const std::string value = !on_sheet.has_value() ? "—"
                            : on_sheet.value_text().empty()
                                ? gateway::ValueText(on_sheet.value(), on_sheet.unit())
                                : on_sheet.value_text();
  TextTable table({{""}, {""}});
  table.Add({word("数字", "Figure"), on_sheet.caption() + "  (" + on_sheet.id() + ")"});
  table.Add({word("值", "Value"), value + " " + on_sheet.unit_text()});
  table.Add({word("截至", "As of"), DateText(on_sheet.as_of())});
  table.Add({word("范围", "Scope"), ScopeText(on_sheet.scope(), language_)});
  table.Add({word("公式", "Formula"), FormulaText(indicator.formula(), language_)});
  table.Add(
      {word("分子", "Numerator"), SumText(on_sheet.numerator(), indicator.formula().numerator())});
  table.Add({word("分母", "Denominator"),
             SumText(on_sheet.denominator(), indicator.formula().denominator())});
  table.Add({word("指标", "Indicator"),
             indicator.id() + word("，目录 ", ", catalogue ") + on_sheet.catalogue_version()});
  const std::string notes = TextIn(indicator.notes(), language_);
  if (!notes.empty()) table.Add({word("说明", "Notes"), notes});
  return table.Render() + "\n";
}

std::string ExplanationText::Begin(const SheetFigure& on_sheet,
                                   const ExplainFigureResponse& first_page) {
  formula_ = first_page.indicator().formula();
  switch (output_) {
    case Output::kTable:
      return Heading(on_sheet, first_page);
    case Output::kJson:
      return BeginJson(on_sheet, first_page, language_);
    case Output::kCsv:
      break;
  }
  return {};
}

EntryRow ExplanationText::RowOf(const ExplainedEntry& entry) const {
  const bool csv = output_ == Output::kCsv;
  const bool below = entry.part() == ExplainedEntry::PART_DENOMINATOR;
  const reporting::v1::Term* term = FindTerm(formula_, entry);
  EntryRow row;
  row.part = below ? Say(csv ? kEnglish : language_, "分母", "denominator")
                   : Say(csv ? kEnglish : language_, "分子", "numerator");
  row.kind = csv ? EnumText(entry.kind(), *reporting::v1::FactKind_descriptor())
                 : std::string(FactText(entry.kind(), language_));
  row.date = DateText(entry.date());
  row.subject = entry.subject();
  if (term != nullptr && IsMoney(*term)) {
    row.quantity =
        csv ? money::FormatYuanPlain(entry.quantity()) : money::FormatYuan(entry.quantity());
  } else {
    row.quantity = std::to_string(entry.quantity());
  }
  row.document = entry.document();
  row.record = entry.record();
  row.entry = entry.entry();
  return row;
}

std::string ExplanationText::Page(const ExplainFigureResponse& page) {
  std::string text;
  if (output_ == Output::kJson) {
    for (const ExplainedEntry& entry : page.entries()) {
      text += (any_entry_ ? ",\n" : "\n") + MessageJsonLine(entry);
      any_entry_ = true;
    }
    return text;
  }
  std::vector<EntryRow> rows;
  for (const ExplainedEntry& entry : page.entries()) rows.push_back(RowOf(entry));
  text = RenderEntryRows(rows, language_, output_, !any_entry_);
  any_entry_ = true;
  return text;
}

std::string ExplanationText::End(const std::vector<Verdict>& verdicts) const {
  if (output_ == Output::kJson) {
    return "\n],\n\"checks\": " + RenderVerdicts(verdicts, Output::kJson) + "\n}\n";
  }
  if (verdicts.empty() || output_ == Output::kCsv) return {};
  return "\n" + RenderVerdicts(verdicts, Output::kTable);
}

}  // namespace bangfu::cli
