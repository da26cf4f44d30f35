// The languages of a sheet, and choosing among the texts that a record has. Not here: words of the
// gateway's own (figure_text.h).
#ifndef BANGFU_GATEWAY_LANGUAGE_H_
#define BANGFU_GATEWAY_LANGUAGE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "google/type/localized_text.pb.h"

namespace bangfu::gateway {

enum class Language { kChinese, kEnglish };

// "zh-CN" or "en"; empty is zh-CN. Nothing for any other.
std::optional<Language> ParseLanguage(std::string_view code);
// "zh-CN" or "en".
std::string_view CodeOf(Language language);

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

// The text in `language`, else the one in zh-CN, else an empty one. The view is the message's.
std::string_view TextIn(const LocalizedTexts& texts, Language language);

// All texts in `language` in their order, or all in zh-CN when there is none in it.
std::vector<std::string_view> TextsIn(const LocalizedTexts& texts, Language language);

}  // namespace bangfu::gateway

#endif  // BANGFU_GATEWAY_LANGUAGE_H_
