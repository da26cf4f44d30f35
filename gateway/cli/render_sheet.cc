#include "gateway/cli/render_sheet.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"

#include "gateway/cli/cell_values.h"
#include "gateway/cli/text_table.h"
#include "gateway/cli/words.h"
#include "gateway/figure_text.h"
#include "services/common/text/digits.h"
#include "services/common/text/width.h"

namespace bangfu::cli {
namespace {

using gateway::v1::AchievementSheet;
using gateway::v1::SheetAttestation;
using gateway::v1::SheetCase;
using gateway::v1::SheetFigure;

constexpr size_t kIndent = 2;
constexpr size_t kTextColumns = 78;  // where running text is wrapped
constexpr size_t kRootDigits = 16;

// "and 7 more, not listed"
std::string LeftOut(std::string_view language, int64_t count, std::string_view zh_not_listed) {
  return std::string(Say(language, "另有 ", "and ")) + text::GroupDigits(count) +
         std::string(Say(language, zh_not_listed, " more, not listed"));
}

class SheetText {
 public:
  explicit SheetText(const AchievementSheet& sheet)
      : sheet_(sheet), language_(sheet.language_code()) {}

  std::string Render() {
    MeasureFigures();
    out_ = SheetWarnings(sheet_);
    if (!out_.empty()) out_ += "\n";
    AddHeading();
    for (const gateway::v1::SheetSection& section : sheet_.sections()) {
      AddTitle(section.title());
      AddFigures(section.figures());
    }
    AddFacilities();
    AddCases();
    AddAttestations();
    AddSources();
    return out_;
  }

 private:
  std::string Word(std::string_view zh, std::string_view en) const {
    return std::string(Say(language_, zh, en));
  }

  void AddTitle(std::string_view title) { out_.append("\n").append(title).append("\n"); }

  void AddWrapped(std::string_view text, size_t indent) {
    for (const std::string& line : WrapText(text, kTextColumns - indent)) {
      out_.append(indent, ' ').append(line).append("\n");
    }
  }

  // Figures stand in the same columns in every section.
  void MeasureFigures() {
    const auto measure = [this](const auto& figures) {
      for (const SheetFigure& figure : figures) {
        caption_columns_ = std::max(caption_columns_, text::DisplayWidth(figure.caption()));
        value_columns_ = std::max(value_columns_, text::DisplayWidth(Value(figure)));
        unit_columns_ = std::max(unit_columns_, text::DisplayWidth(figure.unit_text()));
        basis_columns_ =
            std::max(basis_columns_, text::DisplayWidth(BasisText(figure.basis(), language_)));
      }
    };
    for (const gateway::v1::SheetSection& section : sheet_.sections()) measure(section.figures());
    for (const SheetCase& one : sheet_.cases()) measure(one.figures());
  }

  std::string Value(const SheetFigure& figure) const {
    if (!figure.has_value()) return "—";
    return figure.value_text().empty() ? gateway::ValueText(figure.value(), figure.unit())
                                       : figure.value_text();
  }

  template <typename Figures>
  void AddFigures(const Figures& figures) {
    TextTable table({{"", text::Align::kLeft, caption_columns_},
                     {"", text::Align::kRight, value_columns_},
                     {"", text::Align::kLeft, unit_columns_},
                     {"", text::Align::kLeft, basis_columns_},
                     {""}});
    for (const SheetFigure& figure : figures) {
      table.Add({figure.caption(), Value(figure), figure.unit_text(),
                 std::string(BasisText(figure.basis(), language_)), figure.id()});
    }
    out_ += table.Render(kIndent);
  }

  void AddHeading() {
    const std::string title = sheet_.title().empty() ? sheet_.name() : sheet_.title();
    out_ += title + "\n" + std::string(std::max<size_t>(text::DisplayWidth(title), 1), '=') + "\n";
    TextTable table({{""}, {""}});
    table.Add({Word("截至", "As of"), DateText(sheet_.as_of())});
    if (!sheet_.organisation().empty()) {
      table.Add({Word("单位", "Organisation"), sheet_.organisation()});
    }
    std::string guidelines;
    for (const std::string& guideline : sheet_.guidelines()) {
      guidelines += (guidelines.empty() ? "" : " · ") + guideline;
    }
    if (!guidelines.empty()) table.Add({Word("方针", "Guideline"), guidelines});
    if (!sheet_.mode().empty()) table.Add({Word("模式", "Mode"), sheet_.mode()});
    for (const gateway::v1::SheetCounty& county : sheet_.counties()) {
      const bool first = &county == &sheet_.counties(0);
      std::string line = IdOf(county.name());
      if (!county.title().empty()) line += " " + county.title();
      line += " " + Word("自", "since") + " " + DateText(county.start_date());
      table.Add({first ? Word("定点县", "Counties") : std::string(), line});
    }
    out_ += table.Render();
  }

  // `zh` has the Chinese counting word.
  void AddLeftOut(int64_t count, std::string_view zh) {
    if (count == 0) return;
    out_ += std::string(kIndent, ' ') + LeftOut(language_, count, zh) + "\n";
  }

  void AddFacilities() {
    if (sheet_.facilities().empty()) return;
    AddTitle(Word("设施", "Facilities"));
    TextTable table({{""}, {""}, {""}, {""}, {""}});
    for (const gateway::v1::SheetFacility& facility : sheet_.facilities()) {
      std::string services;
      for (const std::string& service : facility.services()) {
        services += (services.empty() ? std::string() : Word("、", ", ")) + service;
      }
      table.Add({IdOf(facility.name()), IdOf(facility.village()), DateText(facility.open_date()),
                 facility.title(), services});
    }
    out_ += table.Render(kIndent);
    AddLeftOut(sheet_.facilities_left_out(), " 处未列出");
  }

  void AddCases() {
    // What is counted is told, also where a sheet lists none.
    if (sheet_.cases().empty() && sheet_.cases_left_out() == 0) return;
    AddTitle(Word("案例", "Cases"));
    for (const SheetCase& one : sheet_.cases()) {
      std::string head = one.title();
      if (!one.full_name().empty()) head += Word("：", ": ") + one.full_name();
      if (one.begin_year() != 0) {
        head += Word("（自", " (since ") + std::to_string(one.begin_year()) + Word("年）", ")");
      }
      AddWrapped(head, kIndent);
      if (!one.story().empty()) AddWrapped(one.story(), 2 * kIndent);
      if (!one.health().empty()) {
        AddWrapped(Word("健康：", "Health: ") + one.health(), 2 * kIndent);
      }
      AddFigures(one.figures());
      AddWrapped(Word("本人同意书：", "Consent: ") + one.consent_document(), 2 * kIndent);
    }
    AddLeftOut(sheet_.cases_left_out(), " 例未列出");
  }

  void AddAttestations() {
    if (sheet_.attestations().empty()) return;
    AddTitle(Word("陈述（由他人作出，不经计算）", "Attestations (stated, not computed)"));
    for (const SheetAttestation& attestation : sheet_.attestations()) {
      AddWrapped(attestation.statement(), kIndent);
      AddWrapped("— " + attestation.attestor() + Word("，", ", ") + DateText(attestation.date()) +
                     Word("，文件 ", ", document ") + attestation.document() + "  [" +
                     std::string(BasisText(attestation.basis(), language_)) + "]  attestation." +
                     IdOf(attestation.name()),
                 2 * kIndent);
    }
    AddLeftOut(sheet_.attestations_left_out(), " 条未列出");
  }

  void AddSources() {
    if (sheet_.source_heads().empty()) return;
    AddTitle(Word("依据", "Computed from"));
    TextTable table({{Word("来源", "source")},
                     {Word("账本", "journal")},
                     {Word("县", "county")},
                     {Word("条数", "entries"), text::Align::kRight},
                     {Word("树根（前16位）", "root (first 16 digits)")}});
    for (const gateway::v1::SourceHead& source : sheet_.source_heads()) {
      const journal::v1::TreeHead& head = source.tree_head();
      const std::string root = absl::BytesToHexString(head.root_hash());
      table.Add({source.source(), head.journal(), head.county(), text::GroupDigits(head.size()),
                 root.substr(0, kRootDigits)});
    }
    out_ += table.Render(kIndent);
    if (sheet_.catalogue_version().empty()) return;  // reporting did not answer
    out_ += std::string(kIndent, ' ') + Word("指标目录 ", "catalogue ") +
            sheet_.catalogue_version() + Word("，模板 ", ", template ") + sheet_.template_id() +
            " " + sheet_.template_version() + "\n";
  }

  const AchievementSheet& sheet_;
  const std::string_view language_;
  size_t caption_columns_ = 0;
  size_t value_columns_ = 0;
  size_t unit_columns_ = 0;
  size_t basis_columns_ = 0;
  std::string out_;
};

std::string ScopeCell(const reporting::v1::Scope& scope) {
  switch (scope.scope_case()) {
    case reporting::v1::Scope::kProject:
      return "project:" + scope.project();
    case reporting::v1::Scope::kPillar:
      return "pillar:" + scope.pillar();
    case reporting::v1::Scope::kSubject:
      return "subject:" + scope.subject();
    case reporting::v1::Scope::SCOPE_NOT_SET:
      break;
  }
  return "programme";
}

void AddCsvRow(const std::string& section, const SheetFigure& figure, TextTable& table) {
  table.Add({section, figure.id(), figure.caption(),
             figure.has_value() ? std::to_string(figure.value()) : std::string(),
             figure.value_text(), EnumText(figure.unit(), *reporting::v1::Unit_descriptor()),
             figure.unit_text(),
             EnumText(figure.counting_unit(), *reporting::v1::CountingUnit_descriptor()),
             std::to_string(figure.numerator()), std::to_string(figure.denominator()),
             ScopeCell(figure.scope()), DateText(figure.as_of()),
             EnumText(figure.basis(), *reporting::v1::Basis_descriptor()), figure.indicator(),
             figure.catalogue_version()});
}

// What is stated has no value, no unit and no indicator.
void AddCsvRow(const SheetAttestation& attestation, TextTable& table) {
  const std::string scope =
      attestation.project().empty() ? "programme" : "project:" + IdOf(attestation.project());
  table.Add({"attestations", "attestation." + IdOf(attestation.name()), attestation.statement(), "",
             "", "", "", "", "", "", scope, DateText(attestation.date()),
             EnumText(attestation.basis(), *reporting::v1::Basis_descriptor()), "", ""});
}

}  // namespace

std::string CsvOmissions(const AchievementSheet& sheet) {
  std::string text;
  const auto add = [&](int64_t count, std::string_view zh, std::string_view en,
                       std::string_view zh_not_listed) {
    if (count == 0) return;
    const std::string_view language = sheet.language_code();
    text.append("!! ").append(Say(language, zh, en));
    text.append(LeftOut(language, count, zh_not_listed)).append("\n");
  };
  add(sheet.cases_left_out(), "案例：", "cases: ", " 例未列出");
  add(sheet.attestations_left_out(), "陈述：", "attestations: ", " 条未列出");
  return text;
}

std::string SheetWarnings(const AchievementSheet& sheet) {
  if (!sheet.partial() && sheet.unreachable().empty()) return {};
  std::string text(Say(sheet.language_code(), "!! 不完整：以下服务没有应答，缺少其内容",
                       "!! PARTIAL: missing what these services, which did not answer, would have "
                       "told"));
  for (const gateway::v1::UnreachableSource& source : sheet.unreachable()) {
    text += "\n!!   " + source.source();
    if (!source.reason().empty()) text += ": " + source.reason();
  }
  return text + "\n";
}

std::string RenderSheet(const AchievementSheet& sheet) { return SheetText(sheet).Render(); }

std::string SheetCsv(const AchievementSheet& sheet) {
  TextTable table({{"section"},
                   {"figure"},
                   {"caption"},
                   {"value"},
                   {"value_text"},
                   {"unit"},
                   {"unit_text"},
                   {"counting_unit"},
                   {"numerator"},
                   {"denominator"},
                   {"scope"},
                   {"as_of"},
                   {"basis"},
                   {"indicator"},
                   {"catalogue_version"}});
  for (const gateway::v1::SheetSection& section : sheet.sections()) {
    for (const SheetFigure& figure : section.figures()) AddCsvRow(section.id(), figure, table);
  }
  for (const SheetCase& one : sheet.cases()) {
    for (const SheetFigure& figure : one.figures()) AddCsvRow(one.name(), figure, table);
  }
  for (const SheetAttestation& attestation : sheet.attestations()) AddCsvRow(attestation, table);
  return table.RenderCsv();
}

}  // namespace bangfu::cli
