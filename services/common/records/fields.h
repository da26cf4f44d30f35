// Checks of the fields of one record or request. What is wrong goes into Violations as a field path
// and words that say what was found and what is expected. Only what a field can tell by itself, or
// set against its neighbours: whether a reference exists is for the store.
//
// While all is well nothing is allocated; a path is put together only for a violation.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_FIELDS_H_
#define BANGFU_SERVICES_COMMON_RECORDS_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "google/type/localized_text.pb.h"
#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/violations.h"

namespace bangfu::records {

// Whether a description may show what was found. Personal values are never shown.
enum class Privacy { kPublic, kPersonal };

// Code points that a text may have. 0 at least: it may be empty.
struct Length {
  int min;
  int max;
};

inline constexpr Length kDocumentLength = {1, 100};          // a reference that must be there
inline constexpr Length kOptionalDocumentLength = {0, 100};  // one that may be empty

class FieldChecker {
 public:
  using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

  // `prefix` stands before every path: "ledger_entry" makes "ledger_entry.amount_fen". Empty for
  // the fields of a request itself. `violations` and the texts of the paths must outlive this.
  explicit FieldChecker(Violations& violations, std::string_view prefix = {})
      : violations_(violations), field_(prefix) {}

  // A checker for the message in `field`, or in its element `index`: "programme.designations[2]".
  // This one must outlive it.
  FieldChecker In(std::string_view field) const { return {*this, field, kNoIndex}; }
  FieldChecker In(std::string_view field, int index) const { return {*this, field, index}; }

  // A violation that was found elsewhere. `field` may be empty: then it is of the whole message.
  void Add(std::string_view field, ViolationReason reason, std::string_view description,
           std::string_view missing_resource = {});
  // INVALID_FIELD.
  void Invalid(std::string_view field, std::string_view description);
  // INVALID_FIELD, described as "found X, expected Y"; X is left out when it is personal.
  void Invalid(std::string_view field, std::string_view found, std::string_view expected,
               Privacy privacy);
  // REFERENCE_NOT_FOUND: no resource of this name is recorded.
  void NotFound(std::string_view field, std::string_view resource);

  // Every check below answers true, or the value, when there is nothing wrong.

  // A resource name, of `county` (a partition: six digits) unless that is empty.
  template <names::ResourceName T>
  std::optional<T> Name(std::string_view field, std::string_view text,
                        std::string_view county = {}) {
    std::optional<T> name = T::Parse(text);
    if (name && (county.empty() || names::CountyOf(*name) == county)) return name;
    InvalidName(field, text, T::kExample, name ? county : std::string_view());
    return std::nullopt;
  }
  // The same, or empty, which gives nullopt and is no violation.
  template <names::ResourceName T>
  std::optional<T> OptionalName(std::string_view field, std::string_view text,
                                std::string_view county = {}) {
    if (text.empty()) return std::nullopt;
    return Name<T>(field, text, county);
  }

  // 1 to 40 letters, digits and hyphens, not a hyphen alone.
  bool Id(std::string_view field, std::string_view text, Privacy privacy = Privacy::kPublic);
  // A county code of six digits; and 000000, too, for Partition.
  bool County(std::string_view field, std::string_view text);
  bool Partition(std::string_view field, std::string_view text);
  // 1 to 64 printable ASCII characters (space to tilde).
  bool RequestId(std::string_view field, std::string_view text);

  // A whole date; nullopt with a violation for an absent, partial or impossible one.
  std::optional<date::Date> RequiredDate(std::string_view field, const google::type::Date& date);
  // The same, but an absent one gives nullopt and is no violation.
  std::optional<date::Date> OptionalDate(std::string_view field, const google::type::Date& date);
  // `date`, when there, is `earliest` or later; `earliest_field` is what that one is called. Does
  // nothing when either is not there.
  bool DateNotBefore(std::string_view field, std::optional<date::Date> date,
                     std::string_view earliest_field, std::optional<date::Date> earliest);

  // UTF-8 without control characters other than tab and line feed, of that length.
  bool Text(std::string_view field, std::string_view text, Length length,
            Privacy privacy = Privacy::kPublic);

  // Texts in zh-CN and en, each language once, each text as Text has it and not empty. When
  // `required`, zh-CN must be among them.
  bool Texts(std::string_view field, const LocalizedTexts& texts, bool required,
             int code_points_max);
  // Lists of texts in zh-CN and en: each language any number of times, and as often as the other
  // unless it does not occur at all. At most 20 each. `required` as above.
  bool TextLists(std::string_view field, const LocalizedTexts& texts, bool required,
                 int code_points_max);

  // A value that the enum knows, and not 0, which is *_UNSPECIFIED.
  //   check.EnumValue("kind", entry.kind(), LedgerKind_descriptor());
  bool EnumValue(std::string_view field, int value, const google::protobuf::EnumDescriptor* type);
  // At least one, each such a value, and each once.
  bool EnumValues(std::string_view field, const google::protobuf::RepeatedField<int>& values,
                  const google::protobuf::EnumDescriptor* type);

  // `min` to `max`, both included.
  bool IntRange(std::string_view field, int64_t value, int64_t min, int64_t max,
                Privacy privacy = Privacy::kPublic);

 private:
  static constexpr int kNoIndex = -1;

  FieldChecker(const FieldChecker& parent, std::string_view field, int index)
      : violations_(parent.violations_), parent_(&parent), field_(field), index_(index) {}

  // Appends where this checker stands, without a dot after it.
  void AppendPath(std::string& path) const;

  void InvalidName(std::string_view field, std::string_view text, std::string_view example,
                   std::string_view county);
  bool Language(const google::type::LocalizedText& text);

  Violations& violations_;
  const FieldChecker* parent_ = nullptr;
  std::string_view field_;
  int index_ = kNoIndex;
};

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_FIELDS_H_
