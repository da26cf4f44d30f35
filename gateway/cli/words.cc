#include "gateway/cli/words.h"

#include <algorithm>
#include <array>

#include "bangfu/projects/v1/projects.pb.h"
#include "gateway/cli/cell_values.h"
#include "gateway/cli/figure_sum.h"
#include "gateway/figure_text.h"
#include "gateway/language.h"
#include "services/common/date/date.h"
#include "services/common/money/money.h"
#include "services/common/records/dates.h"
#include "services/common/text/digits.h"

namespace bangfu::cli {
namespace {

using reporting::v1::Expression;
using reporting::v1::Term;

struct Words {
  std::string_view zh;
  std::string_view en;
};

// By the number of the FactKind.
constexpr auto kFacts = std::to_array<Words>({
    {"", ""},
    {"列为定点县", "counties designated"},
    {"选派干部", "cadres posted"},
    {"挂职干部受表彰", "honours to posted cadres"},
    {"挂职干部获重用", "posted cadres given more responsibility"},
    {"设施启用", "facilities opened"},
    {"开设服务", "services offered"},
    {"参与项目", "taking part"},
    {"退出项目", "ceasing to take part"},
    {"返乡参与", "coming home to take part"},
    {"农户所得", "payouts to households"},
    {"农户成本", "costs of households"},
    {"村集体收入", "revenue of village collectives"},
    {"村集体成本", "costs of village collectives"},
    {"个人结算款", "settlements with persons"},
    {"工资", "wages"},
    {"建档立卡", "households registered"},
    {"脱贫", "households lifted"},
    {"迁出", "households that left"},
});

static_assert(kFacts.size() == reporting::v1::FactKind_ARRAYSIZE);

// By the number of the Aggregate; what is counted follows.
constexpr auto kAggregates = std::to_array<Words>({
    {"", ""},
    {"金额合计：", "sum of the amounts of "},
    {"次数：", "number of "},
    {"不同对象数：", "number of different subjects of "},
    {"各县合并去重数：", "number of different ones, over all counties together, of "},
    {"最近一日金额：", "latest day's amount of "},
});
static_assert(kAggregates.size() == reporting::v1::Aggregate_ARRAYSIZE);

// By the number of the ParticipationRole.
constexpr auto kRoles = std::to_array<Words>({
    {"", ""},
    {"散养户", "free-range households"},
    {"务工", "workers"},
    {"种植户", "growers"},
});
static_assert(kRoles.size() == projects::v1::ParticipationRole_ARRAYSIZE);

template <typename Table>
std::string_view Pick(const Table& table, int index, std::string_view language) {
  if (index < 0 || index >= static_cast<int>(table.size())) return {};
  return Say(language, table[index].zh, table[index].en);
}

gateway::Language LanguageOf(std::string_view language) {
  return gateway::ParseLanguage(language).value_or(gateway::Language::kChinese);
}

// Facets are the names of a role or of a service; those that are ids stay as they are.
std::string_view FacetText(const std::string& facet, std::string_view language) {
  projects::v1::ParticipationRole role = {};
  if (projects::v1::ParticipationRole_Parse(facet, &role)) return Pick(kRoles, role, language);
  projects::v1::ServiceKind kind = {};
  if (projects::v1::ServiceKind_Parse(facet, &kind)) {
    return gateway::ServiceText(kind, LanguageOf(language));
  }
  return facet;
}

std::string TermText(const Term& term, std::string_view language) {
  std::string text(Pick(kAggregates, term.aggregate(), language));
  text += FactText(term.kind(), language);
  if (term.facet().empty()) return text;
  text += Say(language, "（", " (");
  text += FacetText(term.facet(), language);
  text += Say(language, "）", ")");
  return text;
}

std::string ExpressionText(const Expression& expression, std::string_view language) {
  std::string text;
  for (const Term& term : expression.terms()) {
    if (term.sign() < 0) {
      text += text.empty() ? "− " : " − ";
    } else if (!text.empty()) {
      text += " + ";
    }
    text += TermText(term, language);
  }
  return text;
}

}  // namespace

std::string_view Say(std::string_view language, std::string_view zh, std::string_view en) {
  return language == kEnglish ? en : zh;
}

std::string TextIn(const google::protobuf::RepeatedPtrField<google::type::LocalizedText>& texts,
                   std::string_view language) {
  for (const std::string_view wanted : {language, kChinese}) {
    for (const google::type::LocalizedText& text : texts) {
      if (text.language_code() == wanted) return text.text();
    }
  }
  return texts.empty() ? std::string() : texts[0].text();
}

std::string DateText(const google::type::Date& date) {
  const absl::StatusOr<date::Date> whole = records::DateFromProto(date);
  return whole.ok() ? date::FormatDate(*whole) : std::string();
}

std::string_view BasisText(reporting::v1::Basis basis, std::string_view language) {
  return basis == reporting::v1::BASIS_ATTESTED ? Say(language, "陈述", "attested")
                                                : Say(language, "计算", "computed");
}

std::string IdOf(std::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

std::string_view FactText(reporting::v1::FactKind kind, std::string_view language) {
  return Pick(kFacts, kind, language);
}

std::string FormulaText(const reporting::v1::Formula& formula, std::string_view language) {
  std::string numerator = ExpressionText(formula.numerator(), language);
  if (formula.denominator().terms().empty()) return numerator;
  const std::string denominator = ExpressionText(formula.denominator(), language);
  const auto enclosed = [&](const std::string& text) {
    return std::string(Say(language, "（", "(")) + text + std::string(Say(language, "）", ")"));
  };
  return enclosed(numerator) + " ÷ " + enclosed(denominator);
}

std::string ScopeText(const reporting::v1::Scope& scope, std::string_view language) {
  switch (scope.scope_case()) {
    case reporting::v1::Scope::kProject:
      return std::string(Say(language, "项目 ", "project ")) + scope.project();
    case reporting::v1::Scope::kPillar:
      return std::string(Say(language, "支柱 ", "pillar ")) + scope.pillar();
    case reporting::v1::Scope::kSubject:
      return scope.subject();
    case reporting::v1::Scope::SCOPE_NOT_SET:
      break;
  }
  return std::string(Say(language, "全计划", "whole programme"));
}

std::string SumText(int64_t sum, const Expression& expression) {
  const bool is_money = expression.terms_size() > 0 && IsMoney(expression.terms(0));
  return is_money ? money::FormatYuan(sum) : text::GroupDigits(sum);
}

}  // namespace bangfu::cli
