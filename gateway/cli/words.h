// The words that the client itself puts around what services say, in Chinese and English.
#ifndef BANGFU_GATEWAY_CLI_WORDS_H_
#define BANGFU_GATEWAY_CLI_WORDS_H_

#include <string>
#include <string_view>

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "google/type/localized_text.pb.h"

namespace bangfu::cli {

inline constexpr std::string_view kChinese = "zh-CN";
inline constexpr std::string_view kEnglish = "en";

// `zh` unless the language is English.
std::string_view Say(std::string_view language, std::string_view zh, std::string_view en);

// The text in that language, else in Chinese, else the first; empty when there is none.
std::string TextIn(const google::protobuf::RepeatedPtrField<google::type::LocalizedText>& texts,
                   std::string_view language);

// "2018-12-31"; empty for an absent one.
std::string DateText(const google::type::Date& date);

// "计算" or "computed", "陈述" or "attested".
std::string_view BasisText(reporting::v1::Basis basis, std::string_view language);

// The last segment of a resource name.
std::string IdOf(std::string_view name);

// What a fact states: "返乡参与", "coming home to take part".
std::string_view FactText(reporting::v1::FactKind kind, std::string_view language);

// A formula as a sentence would have it: "（农户所得合计 − 农户成本合计）÷ 不同对象数：参与项目".
std::string FormulaText(const reporting::v1::Formula& formula, std::string_view language);

// "全计划", "项目 cattle", "cattle".
std::string ScopeText(const reporting::v1::Scope& scope, std::string_view language);

// What a part of a formula adds up to: "2,700,000.00" of money, otherwise pieces.
std::string SumText(int64_t sum, const reporting::v1::Expression& expression);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_WORDS_H_
