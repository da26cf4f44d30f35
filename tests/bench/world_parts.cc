#include "tests/bench/world_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"

namespace bangfu::bench {
namespace {

constexpr int kFirstDay = 15706;  // 2013-01-01

}  // namespace

void AddText(Texts* texts, std::string_view zh, std::string_view en) {
  for (const auto& [code, text] : {std::pair("zh-CN", zh), std::pair("en", en)}) {
    google::type::LocalizedText& added = *texts->Add();
    added.set_language_code(code);
    added.set_text(text.data(), text.size());
  }
}

std::string CountyName(std::string_view county) { return names::CountyName{county}.ToString(); }

std::string VillageName(std::string_view county, int64_t number) {
  const std::string village =
      absl::StrFormat("%s%d", std::string(county), 101200 + number % kVillagesPerCounty);
  return names::VillageName{county, village}.ToString();
}

std::string HouseholdName(std::string_view county, int64_t number) {
  const std::string id = absl::StrFormat("H%08d", number);
  return names::HouseholdName{county, id}.ToString();
}

std::string PersonName(std::string_view county, int64_t household, int person) {
  return absl::StrCat(HouseholdName(county, household), "/persons/", person);
}

google::type::Date DayNumber(int64_t day) {
  return records::DateToProto(date::Date{static_cast<int32_t>(kFirstDay + day % kDays)});
}

int64_t Participants::Count(int64_t households) const {
  return households / every * take + std::clamp(households % every - from, int64_t{0}, take);
}

}  // namespace bangfu::bench
