#include "gateway/language.h"

namespace bangfu::gateway {
namespace {

constexpr std::string_view kChineseCode = "zh-CN";
constexpr std::string_view kEnglishCode = "en";

}  // namespace

std::optional<Language> ParseLanguage(std::string_view code) {
  if (code.empty() || code == kChineseCode) return Language::kChinese;
  if (code == kEnglishCode) return Language::kEnglish;
  return std::nullopt;
}

std::string_view CodeOf(Language language) {
  return language == Language::kEnglish ? kEnglishCode : kChineseCode;
}

std::string_view TextIn(const LocalizedTexts& texts, Language language) {
  std::string_view chinese;
  for (const google::type::LocalizedText& text : texts) {
    if (text.language_code() == CodeOf(language)) return text.text();
    if (text.language_code() == kChineseCode && chinese.empty()) chinese = text.text();
  }
  return chinese;
}

std::vector<std::string_view> TextsIn(const LocalizedTexts& texts, Language language) {
  std::vector<std::string_view> found;
  for (const google::type::LocalizedText& text : texts) {
    if (text.language_code() == CodeOf(language)) found.push_back(text.text());
  }
  if (found.empty() && language != Language::kChinese) return TextsIn(texts, Language::kChinese);
  return found;
}

}  // namespace bangfu::gateway
