#include "services/common/records/texts.h"

#include <algorithm>

namespace bangfu::records {
namespace {

// Between the texts of a list: a control character, which no checked text holds.
constexpr char kSeparator = '\x1f';

void AddText(std::string_view text, std::string_view language, LocalizedTexts& texts) {
  google::type::LocalizedText& added = *texts.Add();
  added.set_text(text.data(), text.size());
  added.set_language_code(language.data(), language.size());
}

void AddTextList(std::string_view list, std::string_view language, LocalizedTexts& texts) {
  for (;;) {
    const size_t end = list.find(kSeparator);
    AddText(list.substr(0, end), language, texts);
    if (end == std::string_view::npos) return;
    list.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<std::string_view> TextIn(const LocalizedTexts& texts, std::string_view language) {
  for (const google::type::LocalizedText& text : texts) {
    if (text.language_code() == language) return text.text();
  }
  return std::nullopt;
}

std::optional<std::string> TextListIn(const LocalizedTexts& texts, std::string_view language) {
  std::optional<std::string> list;
  for (const google::type::LocalizedText& text : texts) {
    if (text.language_code() != language) continue;
    if (list) {
      list->push_back(kSeparator);
      list->append(text.text());
    } else {
      list = text.text();
    }
  }
  return list;
}

void Normalise(LocalizedTexts& texts) {
  std::stable_partition(
      texts.pointer_begin(), texts.pointer_end(),
      [](const google::type::LocalizedText* text) { return text->language_code() == kChinese; });
}

void ReadTexts(const sql::Statement& row, int column, LocalizedTexts& texts) {
  if (!row.IsNull(column)) AddText(row.Text(column), kChinese, texts);
  if (!row.IsNull(column + 1)) AddText(row.Text(column + 1), kEnglish, texts);
}

void ReadTextLists(const sql::Statement& row, int column, LocalizedTexts& texts) {
  if (!row.IsNull(column)) AddTextList(row.Text(column), kChinese, texts);
  if (!row.IsNull(column + 1)) AddTextList(row.Text(column + 1), kEnglish, texts);
}

}  // namespace bangfu::records
