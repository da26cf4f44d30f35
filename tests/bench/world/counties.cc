#include "tests/bench/world/counties.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

#include "tests/bench/world/dice.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

struct Province {
  int code;
  std::string_view title;
  int counties;
};

// How many of the 832 designated counties each province had: the list of the State Council's
// poverty relief office, 2014.
constexpr Province kProvinces[] = {
    {13, "河北省", 45},          {14, "山西省", 36},         {15, "内蒙古自治区", 31},
    {22, "吉林省", 8},           {23, "黑龙江省", 20},       {34, "安徽省", 20},
    {36, "江西省", 24},          {41, "河南省", 38},         {42, "湖北省", 28},
    {43, "湖南省", 40},          {45, "广西壮族自治区", 33}, {46, "海南省", 5},
    {50, "重庆市", 14},          {51, "四川省", 66},         {52, "贵州省", 66},
    {53, "云南省", 88},          {54, "西藏自治区", 74},     {61, "陕西省", 56},
    {62, "甘肃省", 58},          {63, "青海省", 42},         {64, "宁夏回族自治区", 8},
    {65, "新疆维吾尔自治区", 32}};

constexpr std::string_view kReal[] = {"510524", "610826"};  // 叙永县, 绥德县

constexpr int kCountiesPerPrefecture = 12;
constexpr int kFirstCountyOfPrefecture = 21;  // 01 to 20 are districts of cities
constexpr int64_t kVillagesMax = 60'000;      // as many as there are codes for

struct Candidate {
  double turn;  // when its province has its turn
  County county;
};

bool IsReal(std::string_view code) {
  return std::find(std::begin(kReal), std::end(kReal), code) != std::end(kReal);
}

// Codes of a province that are not the real ones', `count` of them.
void AddMadeUp(const Province& province, int count, std::vector<Candidate>& candidates) {
  for (int place = 0, taken = 0; taken < count; ++place) {
    const std::string code =
        absl::StrFormat("%02d%02d%02d", province.code, 1 + place / kCountiesPerPrefecture,
                        kFirstCountyOfPrefecture + place % kCountiesPerPrefecture);
    if (IsReal(code)) continue;
    candidates.push_back({(taken + .5) / count, {0, code, province.title}});
    ++taken;
  }
}

}  // namespace

std::vector<County> MakeCounties(int count) {
  std::vector<Candidate> candidates;
  for (const Province& province : kProvinces) {
    int made_up = province.counties;
    for (const std::string_view code : kReal) {
      if (code.substr(0, 2) != std::to_string(province.code)) continue;
      candidates.push_back({-1, {0, std::string(code), province.title}});
      --made_up;
    }
    AddMadeUp(province, made_up, candidates);
  }
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [](const Candidate& left, const Candidate& right) { return left.turn < right.turn; });
  std::vector<County> counties;
  for (int i = 0; i < count; ++i) {
    counties.push_back(std::move(candidates[i].county));
    counties.back().number = i;
  }
  return counties;
}

void ShareOut(int64_t households, uint64_t seed, std::vector<County>& counties) {
  std::vector<double> weights;
  double sum = 0;
  for (const County& county : counties) {
    weights.push_back(
        Dice(seed, Subject::kCounty, county.number).LogNormal(1, shares::kCountySigma));
    sum += weights.back();
  }
  const auto count = static_cast<int64_t>(counties.size());
  double before = 0;
  for (size_t i = 0; i < counties.size(); ++i) {
    // One each, and of the rest what lies between two marks.
    const auto mark = [&](double weight) {
      return std::llround(static_cast<double>(households - count) * weight / sum);
    };
    County& county = counties[i];
    county.households = 1 + mark(before + weights[i]) - mark(before);
    county.first_household = static_cast<int64_t>(i) + mark(before);
    before += weights[i];
    county.villages =
        std::clamp<int64_t>(county.households / shares::kHouseholdsPerVillage, 1, kVillagesMax);
  }
}

}  // namespace bangfu::bench
