#include "services/common/codes/division_code.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "services/common/text/quote.h"

namespace bangfu::codes {
namespace {

constexpr size_t kCountyDigits = 6;
constexpr size_t kTownshipDigits = 9;
constexpr size_t kVillageDigits = 12;

// Cities at the level of a prefecture that have townships and no counties, and so stand in a
// county's place: Jiayuguan, Dongguan, Zhongshan, Danzhou.
constexpr std::string_view kCitiesWithoutCounties[] = {"620200", "441900", "442000", "460400"};

absl::Status Refused(std::string_view found, const std::string& expected) {
  return absl::InvalidArgumentError("found " + text::Quote(found) + ", expected " + expected);
}

bool IsDigits(std::string_view code, size_t count) {
  return code.size() == count &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Of a code of six digits: not a whole province's or prefecture's, and in one of the regions.
bool IsCounty(std::string_view code) {
  if (code[0] < '1' || code[0] > '8') return false;
  if (code.substr(4) != "00") return true;
  return std::find(std::begin(kCitiesWithoutCounties), std::end(kCitiesWithoutCounties), code) !=
         std::end(kCitiesWithoutCounties);
}

}  // namespace

absl::Status ValidateCountyCode(std::string_view code) {
  if (!IsDigits(code, kCountyDigits)) {
    return Refused(code, "a county code of 6 digits such as 510524");
  }
  if (!IsCounty(code)) return Refused(code, "the code of a county such as 510524");
  return absl::OkStatus();
}

absl::Status ValidateTownshipCode(std::string_view code) {
  if (!IsDigits(code, kTownshipDigits)) {
    return Refused(code, "a township code of 9 digits such as 510524101");
  }
  if (!IsCounty(CountyOf(code)) || code.ends_with("000")) {
    return Refused(code, "the code of a township such as 510524101");
  }
  return absl::OkStatus();
}

absl::Status ValidateVillageCode(std::string_view code) {
  if (!IsDigits(code, kVillageDigits)) {
    return Refused(code, "a village code of 12 digits such as 510524101227");
  }
  if (!ValidateTownshipCode(code.substr(0, kTownshipDigits)).ok() || code.ends_with("000")) {
    return Refused(code, "the code of a village such as 510524101227");
  }
  return absl::OkStatus();
}

std::string_view CountyOf(std::string_view code) { return code.substr(0, kCountyDigits); }

}  // namespace bangfu::codes
