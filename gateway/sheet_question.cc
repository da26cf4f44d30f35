#include "gateway/sheet_question.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/status/errors.h"
#include "services/common/text/quote.h"

namespace bangfu::gateway {
namespace {

constexpr int kChinaOffsetS = 8 * 3600;

google::type::Date TodayInChina(absl::Time now) {
  const absl::CivilDay day = absl::ToCivilDay(now, absl::FixedTimeZone(kChinaOffsetS));
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::string Unexpected(std::string_view found, std::string_view expected) {
  return "found " + text::Quote(found) + ", expected " + std::string(expected);
}

}  // namespace

absl::StatusOr<SheetQuestion> ReadQuestion(const v1::GetAchievementSheetRequest& request,
                                           absl::Time now) {
  SheetQuestion question{.name = request.name(), .template_id = request.template_id()};
  std::vector<FieldViolation> violations;
  if (const auto name = names::AchievementSheetName::Parse(request.name())) {
    question.programme = name->Programme().ToString();
  } else {
    violations.push_back(
        {"name", Unexpected(request.name(), names::AchievementSheetName::kExample)});
  }
  if (records::IsAbsent(request.as_of())) {
    question.as_of = TodayInChina(now);
  } else if (const auto day = records::DateFromProto(request.as_of()); day.ok()) {
    question.as_of = request.as_of();
  } else {
    violations.push_back({"as_of", std::string(day.status().message())});
  }
  if (const std::optional<Language> language = ParseLanguage(request.language_code())) {
    question.language = *language;
  } else {
    violations.push_back({"language_code", Unexpected(request.language_code(), "zh-CN or en")});
  }
  if (!violations.empty()) return InvalidFields(violations);
  return question;
}

}  // namespace bangfu::gateway
