// Texts in zh-CN and en as columns of a row. The contract's lists of LocalizedText, once checked,
// hold just these two languages.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_TEXTS_H_
#define BANGFU_SERVICES_COMMON_RECORDS_TEXTS_H_

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/repeated_ptr_field.h"
#include "google/type/localized_text.pb.h"
#include "services/common/sql/statement.h"

namespace bangfu::records {

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

inline constexpr std::string_view kChinese = "zh-CN";
inline constexpr std::string_view kEnglish = "en";

// The text in a language; nothing when it is not there. The view is the message's.
std::optional<std::string_view> TextIn(const LocalizedTexts& texts, std::string_view language);

// All texts in a language, in order, as one column; nothing when there are none.
std::optional<std::string> TextListIn(const LocalizedTexts& texts, std::string_view language);

// Puts the Chinese texts before the English, as rows give them back.
void Normalise(LocalizedTexts& texts);

// Reads what TextIn (or TextListIn) put into columns `column` (zh-CN) and `column` + 1 (en).
void ReadTexts(const sql::Statement& row, int column, LocalizedTexts& texts);
void ReadTextLists(const sql::Statement& row, int column, LocalizedTexts& texts);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_TEXTS_H_
