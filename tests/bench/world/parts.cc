#include "tests/bench/world/parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"

namespace bangfu::bench {
namespace {

// Codes of towns and townships begin at 100, those of villagers' committees at 200 (GB/T 10114).
constexpr int64_t kFirstTownship = 100;
constexpr int64_t kTownshipsMax = 300;
constexpr int64_t kFirstVillage = 200;
constexpr int64_t kVillagesPerTownship = 10;

int64_t VillagesPerTownship(const County& county) {
  return std::max(kVillagesPerTownship, (county.villages + kTownshipsMax - 1) / kTownshipsMax);
}

}  // namespace

void AddText(Texts* texts, std::string_view zh, std::string_view en) {
  for (const auto& [code, text] : {std::pair("zh-CN", zh), std::pair("en", en)}) {
    google::type::LocalizedText& added = *texts->Add();
    added.set_language_code(code);
    added.set_text(text.data(), text.size());
  }
}

std::string CountyName(const County& county) { return names::CountyName{county.code}.ToString(); }

int64_t TownshipOf(const County& county, int64_t village) {
  return village / VillagesPerTownship(county);
}

std::string VillageName(const County& county, int64_t number) {
  const std::string code = absl::StrCat(county.code, kFirstTownship + TownshipOf(county, number),
                                        kFirstVillage + number % VillagesPerTownship(county));
  return names::VillageName{county.code, code}.ToString();
}

std::string HouseholdName(const County& county, int64_t number) {
  return absl::StrFormat("counties/%s/households/H%07d", county.code, number);
}

std::string PersonName(const County& county, int64_t household, int person) {
  return absl::StrCat(HouseholdName(county, household), "/persons/", person);
}

std::string ProjectName(int project) {
  if (project == 0) return absl::StrCat(kProgramme, "/projects/cattle");
  if (project == 1) return absl::StrCat(kProgramme, "/projects/eucommia");
  return absl::StrFormat("%s/projects/P%04d", kProgramme, project);
}

google::type::Date DateOf(int day) { return records::DateToProto(date::Date{day}); }

}  // namespace bangfu::bench
