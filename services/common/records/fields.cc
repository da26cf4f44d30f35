#include "services/common/records/fields.h"

#include <algorithm>
#include <cstddef>

#include "services/common/codes/id_number.h"
#include "services/common/records/dates.h"
#include "services/common/text/quote.h"
#include "services/common/text/utf8.h"

namespace bangfu::records {
namespace {

using google::type::LocalizedText;
using journal::v1::VIOLATION_REASON_INVALID_FIELD;
using journal::v1::VIOLATION_REASON_REFERENCE_NOT_FOUND;

constexpr size_t kRequestIdSizeMax = 64;
constexpr size_t kNameSizeMax = 116;  // of a person: 15 + 12 + 40 + 9 + 40
constexpr int kTextsPerLanguageMax = 20;
constexpr std::string_view kChinese = "zh-CN";
constexpr std::string_view kEnglish = "en";

bool IsPrintableAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// "1 byte", "2 bytes".
std::string CountOf(int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// What stands where a name should: perhaps somebody's own name or number, which is never repeated.
std::string DescribeNoName(std::string_view text) {
  return text.empty() ? "nothing"
                      : "a text of " +
                            CountOf(static_cast<int64_t>(text::CountCodePoints(text)), "character");
}

bool MayBePersonal(std::string_view text) {
  return !IsPrintableAscii(text) || codes::HoldsIdNumber(text);
}

// Like text::Quote, which shortens after 40 characters: the end of a name is what tells it apart.
std::string QuoteName(std::string_view name) {
  if (MayBePersonal(name)) return DescribeNoName(name);
  if (name.size() > kNameSizeMax || name.find_first_of("\"\\") != std::string_view::npos) {
    return text::Quote(name);
  }
  return '"' + std::string(name) + '"';
}

std::string Range(int64_t min, int64_t max) {
  return min == max ? std::to_string(min) : std::to_string(min) + " to " + std::to_string(max);
}

bool IsRefusedControl(char32_t code_point) {
  if (code_point == '\t' || code_point == '\n') return false;
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

// What is seen of a text in one pass.
struct TextScan {
  int64_t code_points = 0;
  std::optional<size_t> flaw_at;  // offset of the first byte that is not UTF-8, or of a control
  bool is_control = false;        // of the flaw
};

TextScan Scan(std::string_view text) {
  TextScan scan;
  for (size_t at = 0; at < text.size(); ++scan.code_points) {
    if (text[at] >= ' ' && text[at] <= '~') {
      ++at;
      continue;
    }
    const auto decoded = text::DecodeUtf8(text.substr(at));
    if (!decoded || IsRefusedControl(decoded->code_point)) {
      scan.flaw_at = at;
      scan.is_control = decoded.has_value();
      return scan;
    }
    at += decoded->bytes;
  }
  return scan;
}

bool IsLanguage(std::string_view code) { return code == kChinese || code == kEnglish; }

bool IsChinese(const LocalizedText& text) { return text.language_code() == kChinese; }

constexpr const char* kListsExpected = "at most 20 texts in each language";

// What is expected of the lengths of two lists when it is not so; nullptr when it is.
const char* FlawOfCounts(int chinese, int english, bool required) {
  if (std::max(chinese, english) > kTextsPerLanguageMax) return kListsExpected;
  if (required && chinese == 0) return "at least one in zh-CN";
  if (chinese != 0 && english != 0 && chinese != english) {
    return "as many in one language as in the other";
  }
  return nullptr;
}

// "7", or with its constant's name when it has one.
std::string EnumFound(int value, const google::protobuf::EnumDescriptor& type) {
  const google::protobuf::EnumValueDescriptor* known = type.FindValueByNumber(value);
  return known != nullptr ? known->name() : std::to_string(value);
}

// "a LedgerKind from LEDGER_KIND_HOUSEHOLD_PAYOUT (1) to LEDGER_KIND_WAGE (6)".
std::string EnumExpected(const google::protobuf::EnumDescriptor& type) {
  const auto spelled = [](const google::protobuf::EnumValueDescriptor& value) {
    return value.name() + " (" + std::to_string(value.number()) + ")";
  };
  return "a " + type.name() + " from " + spelled(*type.value(1)) + " to " +
         spelled(*type.value(type.value_count() - 1));
}

}  // namespace

void FieldChecker::AppendPath(std::string& path) const {
  if (parent_ != nullptr) parent_->AppendPath(path);
  if (!path.empty() && !field_.empty()) path.push_back('.');
  path.append(field_);
  if (index_ != kNoIndex) path.append("[").append(std::to_string(index_)).append("]");
}

void FieldChecker::Add(std::string_view field, ViolationReason reason, std::string_view description,
                       std::string_view missing_resource) {
  std::string path;
  In(field).AppendPath(path);
  violations_.Add(path, reason, description, missing_resource);
}

void FieldChecker::Invalid(std::string_view field, std::string_view description) {
  Add(field, VIOLATION_REASON_INVALID_FIELD, description);
}

void FieldChecker::Invalid(std::string_view field, std::string_view found,
                           std::string_view expected, Privacy privacy) {
  std::string description;
  if (privacy == Privacy::kPublic) description.append("found ").append(found).append(", ");
  Invalid(field, description.append("expected ").append(expected));
}

void FieldChecker::NotFound(std::string_view field, std::string_view resource) {
  Add(field, VIOLATION_REASON_REFERENCE_NOT_FOUND,
      "found " + QuoteName(resource) + ", which is not recorded, expected one that is", resource);
}

void FieldChecker::InvalidName(std::string_view field, std::string_view text,
                               std::string_view example, std::string_view county) {
  const std::string expected = county.empty() ? "a name such as " + std::string(example)
                                              : "one of county " + std::string(county);
  Invalid(field, text.empty() ? DescribeNoName(text) : QuoteName(text), expected, Privacy::kPublic);
}

bool FieldChecker::Id(std::string_view field, std::string_view text, Privacy privacy) {
  if (names::IsId(text)) return true;
  Invalid(field, QuoteName(text),
          "1 to 40 letters, digits and hyphens, not a hyphen alone, no identity number", privacy);
  return false;
}

bool FieldChecker::County(std::string_view field, std::string_view text) {
  if (names::IsCounty(text)) return true;
  Invalid(field, text::Quote(text), "a county code of 6 digits such as 510524", Privacy::kPublic);
  return false;
}

bool FieldChecker::Partition(std::string_view field, std::string_view text) {
  if (names::IsPartition(text)) return true;
  Invalid(field, text::Quote(text), "a county code of 6 digits such as 510524, or 000000",
          Privacy::kPublic);
  return false;
}

bool FieldChecker::RequestId(std::string_view field, std::string_view text) {
  if (!text.empty() && text.size() <= kRequestIdSizeMax && IsPrintableAscii(text)) return true;
  Invalid(field, text::Quote(text) + " of " + CountOf(static_cast<int64_t>(text.size()), "byte"),
          "1 to 64 printable ASCII characters", Privacy::kPublic);
  return false;
}

std::optional<date::Date> FieldChecker::RequiredDate(std::string_view field,
                                                     const google::type::Date& date) {
  const absl::StatusOr<date::Date> read = DateFromProto(date);
  if (read.ok()) return *read;
  const absl::string_view message = read.status().message();
  Invalid(field, {message.data(), message.size()});
  return std::nullopt;
}

std::optional<date::Date> FieldChecker::OptionalDate(std::string_view field,
                                                     const google::type::Date& date) {
  if (IsAbsent(date)) return std::nullopt;
  return RequiredDate(field, date);
}

bool FieldChecker::DateNotBefore(std::string_view field, std::optional<date::Date> date,
                                 std::string_view earliest_field,
                                 std::optional<date::Date> earliest) {
  if (!date || !earliest || *date >= *earliest) return true;
  Invalid(field, date::FormatDate(*date),
          std::string(earliest_field) + " " + date::FormatDate(*earliest) + " or a later day",
          Privacy::kPublic);
  return false;
}

bool FieldChecker::Text(std::string_view field, std::string_view text, Length length,
                        Privacy privacy) {
  const TextScan scan = Scan(text);
  if (scan.flaw_at) {
    Invalid(field,
            std::string(scan.is_control ? "a control character" : "what is not UTF-8") +
                " at byte " + std::to_string(*scan.flaw_at),
            "UTF-8 text", Privacy::kPublic);
    return false;
  }
  if (scan.code_points >= length.min && scan.code_points <= length.max) return true;
  Invalid(field, CountOf(scan.code_points, "character"),
          Range(length.min, length.max) + (length.max == 1 ? " character" : " characters"),
          privacy);
  return false;
}

bool FieldChecker::Language(const LocalizedText& text) {
  if (IsLanguage(text.language_code())) return true;
  Invalid("language_code", text::Quote(text.language_code()), "zh-CN or en", Privacy::kPublic);
  return false;
}

bool FieldChecker::Texts(std::string_view field, const LocalizedTexts& texts, bool required,
                         int code_points_max) {
  bool good = true;
  bool has_chinese = false;
  bool has_english = false;
  for (int i = 0; i < texts.size(); ++i) {
    FieldChecker element = In(field, i);
    good = element.Text("text", texts[i].text(), {1, code_points_max}) && good;
    if (!element.Language(texts[i])) return false;
    bool& has_this = IsChinese(texts[i]) ? has_chinese : has_english;
    if (has_this) {
      element.Invalid("language_code", text::Quote(texts[i].language_code()) + " again",
                      "each language once", Privacy::kPublic);
      return false;  // at most one complaint of this, however many there are
    }
    has_this = true;
  }
  if (!required || has_chinese) return good;
  Invalid(field, texts.empty() ? "nothing" : "no text in zh-CN", "at least one in zh-CN",
          Privacy::kPublic);
  return false;
}

bool FieldChecker::TextLists(std::string_view field, const LocalizedTexts& texts, bool required,
                             int code_points_max) {
  if (texts.size() > 2 * kTextsPerLanguageMax) {
    Invalid(field, std::to_string(texts.size()) + " texts", kListsExpected, Privacy::kPublic);
    return false;
  }
  bool good = true;
  for (int i = 0; i < texts.size(); ++i) {
    FieldChecker element = In(field, i);
    good = element.Text("text", texts[i].text(), {1, code_points_max}) && good;
    good = element.Language(texts[i]) && good;
  }
  if (!good) return false;
  const auto chinese = static_cast<int>(std::count_if(texts.begin(), texts.end(), IsChinese));
  const int english = texts.size() - chinese;
  const char* expected = FlawOfCounts(chinese, english, required);
  if (expected == nullptr) return true;
  Invalid(field, std::to_string(chinese) + " in zh-CN and " + std::to_string(english) + " in en",
          expected, Privacy::kPublic);
  return false;
}

bool FieldChecker::EnumValue(std::string_view field, int value,
                             const google::protobuf::EnumDescriptor* type) {
  if (value != 0 && type->FindValueByNumber(value) != nullptr) return true;
  Invalid(field, EnumFound(value, *type), EnumExpected(*type), Privacy::kPublic);
  return false;
}

bool FieldChecker::EnumValues(std::string_view field,
                              const google::protobuf::RepeatedField<int>& values,
                              const google::protobuf::EnumDescriptor* type) {
  if (values.empty()) {
    Invalid(field, "nothing", "at least one " + type->name(), Privacy::kPublic);
    return false;
  }
  for (int i = 0; i < values.size(); ++i) {
    FieldChecker element = In(field, i);
    if (!element.EnumValue({}, values[i], type)) return false;
    // Known values seen before this one are as few as the enum has.
    if (std::find(values.begin(), values.begin() + i, values[i]) != values.begin() + i) {
      element.Invalid({}, EnumFound(values[i], *type) + " again", "each once", Privacy::kPublic);
      return false;
    }
  }
  return true;
}

bool FieldChecker::IntRange(std::string_view field, int64_t value, int64_t min, int64_t max,
                            Privacy privacy) {
  if (value >= min && value <= max) return true;
  Invalid(field, std::to_string(value), Range(min, max), privacy);
  return false;
}

}  // namespace bangfu::records
