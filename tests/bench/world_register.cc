#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/bench/world.h"
#include "tests/bench/world_parts.h"

namespace bangfu::bench {
namespace {

using HouseholdsBatcher = Batcher<households::v1::ImportRecordsRequest>;

constexpr int64_t kCaseHousehold = 1;  // whose first person works for wages, as in the sample

// Eleven persons in three households: the sample has 2,556 in 700.
int PersonCount(int64_t household) { return household % 3 == 0 ? 3 : 4; }

// The character that GB 11643 (ISO 7064 MOD 11-2) wants after 17 digits.
char CheckCharacter(std::string_view digits) {
  int sum = 0;
  for (const char digit : digits) sum = (sum + digit - '0') * 2 % 11;
  return "10X98765432"[sum];
}

// Sequences 99x, which offices do not give out.
std::string IdNumber(std::string_view county, int birth_year, int64_t serial) {
  std::string number = absl::StrFormat("%s%d%02d%02d99%d", std::string(county), birth_year,
                                       serial % 12 + 1, serial % 28 + 1, serial % 10);
  number += CheckCharacter(number);
  return number;
}

void AddPerson(HouseholdsBatcher& batcher, int64_t household, int number) {
  static constexpr std::array kSurnames = {"王", "李", "张", "刘", "陈"};
  static constexpr std::array kRelations = {
      households::v1::RELATION_HEAD, households::v1::RELATION_SPOUSE,
      households::v1::RELATION_CHILD, households::v1::RELATION_PARENT};
  const int64_t serial = household * 4 + number;
  households::v1::Person& person = *batcher.Add().mutable_person();
  person.set_name(PersonName(batcher.county(), household, number));
  person.set_full_name(absl::StrCat(kSurnames[serial % kSurnames.size()], "示例"));
  person.set_relation(kRelations[number - 1]);
  person.set_sex(number % 2 == 1 ? households::v1::SEX_MALE : households::v1::SEX_FEMALE);
  person.set_birth_year(static_cast<int>(1940 + serial % 60));
  if (serial % 3 != 0) {
    person.set_id_number(IdNumber(batcher.county(), person.birth_year(), serial));
  }
  person.set_health(serial % 7 == 0 ? "患有慢性病" : "健康");
}

void AddHousehold(HouseholdsBatcher& batcher, int64_t number, int64_t households) {
  using households::v1::HouseholdCategory;
  static constexpr std::array kCategories = {
      households::v1::HOUSEHOLD_CATEGORY_GENERAL,
      households::v1::HOUSEHOLD_CATEGORY_MINIMUM_LIVING_ALLOWANCE,
      households::v1::HOUSEHOLD_CATEGORY_GENERAL,
      households::v1::HOUSEHOLD_CATEGORY_EXTREME_HARDSHIP,
      households::v1::HOUSEHOLD_CATEGORY_GENERAL};
  const int64_t registered = number * kDays / (2 * households);
  households::v1::Household& household = *batcher.Add().mutable_household();
  household.set_name(HouseholdName(batcher.county(), number));
  household.set_village(VillageName(batcher.county(), number));
  household.set_category(kCategories[number % kCategories.size()]);
  household.set_main_cause(
      static_cast<households::v1::PovertyCause>(number % 12 + 1));  // each of them
  *household.mutable_register_date() = DayNumber(registered);
  if (number % 50 != 49) *household.mutable_lift_date() = DayNumber(registered + 1200);
  if (number % 35 == 34) *household.mutable_departure_date() = DayNumber(registered + 1300);
  household.set_debt_fen(number == kCaseHousehold ? 29'800'000 : number % 1000 * 100);
}

households::v1::Case& AddCase(HouseholdsBatcher& batcher, std::string_view id, int64_t household) {
  households::v1::Case& record = *batcher.Add().mutable_case_();
  record.set_name(absl::StrCat(CountyName(batcher.county()), "/cases/", std::string(id)));
  record.set_programme(kProgramme);
  record.set_person(PersonName(batcher.county(), household, 1));
  AddText(record.mutable_titles(), "示例：牛场里的一份工作", "Sample: a job at the farm");
  AddText(
      record.mutable_stories(),
      "示例文字：2013年起，一家人遇到难处，开支多年压在肩上。项目办起来以后，到牛场上班，按月"
      "领工资，日子慢慢稳下来；有外出的乡亲看到了，也回到家乡做事。",
      "Sample text: from 2013 on the family had hard years, with costs that weighed on it. When "
      "the project came, there was a job at its farm, with a wage every month, and life grew "
      "steadier; neighbours who had gone away saw it, and came home to work too.");
  record.set_begin_year(2013);
  return record;
}

void GiveConsent(households::v1::Case& record) {
  households::v1::Consent& consent = *record.mutable_consent();
  *consent.mutable_grant_date() = DayNumber(1000);
  consent.set_document("consent/2018-001");
  consent.add_scopes(households::v1::CONSENT_SCOPE_NAME);
  consent.add_scopes(households::v1::CONSENT_SCOPE_HEALTH);
  consent.add_scopes(households::v1::CONSENT_SCOPE_DEBT);
  consent.add_scopes(households::v1::CONSENT_SCOPE_WAGE);
}

}  // namespace

void MakePlaces(const HouseholdsBatchSink& sink) {
  for (const char* county : kCounties) {
    HouseholdsBatcher batcher(county, "places-", sink);
    households::v1::County& record = *batcher.Add().mutable_county();
    record.set_name(CountyName(county));
    AddText(record.mutable_titles(), absl::StrCat("县", county), absl::StrCat(county, " County"));
    record.set_prefecture("市");
    record.set_province("省");
    for (int i = 0; i < kVillagesPerCounty; ++i) {
      households::v1::Village& village = *batcher.Add().mutable_village();
      village.set_name(VillageName(county, i));
      village.set_title("示例村" + std::to_string(i));
      village.set_township("示例镇");
    }
  }
}

void MakeHouseholds(int64_t households, const HouseholdsBatchSink& sink) {
  for (const char* county : kCounties) {
    HouseholdsBatcher batcher(county, "households-", sink);
    for (int64_t i = 0; i < households / 2; ++i) {
      AddHousehold(batcher, i, households / 2);
      for (int person = 1; person <= PersonCount(i); ++person) AddPerson(batcher, i, person);
    }
  }
}

void MakeCases(const HouseholdsBatchSink& sink) {
  {
    HouseholdsBatcher batcher(kCounties[0], "cases-", sink);
    GiveConsent(AddCase(batcher, "consented", kCaseHousehold));
    AddCase(batcher, "without-consent", kCaseHousehold + 1);
  }
  HouseholdsBatcher batcher(kCounties[1], "cases-", sink);
  households::v1::Case& withdrawn = AddCase(batcher, "withdrawn", kCaseHousehold);
  GiveConsent(withdrawn);
  *withdrawn.mutable_consent()->mutable_withdraw_date() = DayNumber(1300);
}

}  // namespace bangfu::bench
