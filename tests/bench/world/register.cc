// Counties, villages, households with their persons, and cases.
#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"

#include "tests/bench/world/dice.h"
#include "tests/bench/world/household_facts.h"
#include "tests/bench/world/parts.h"
#include "tests/bench/world/people.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

using HouseholdsBatcher = Batcher<households::v1::ImportRecordsRequest>;

constexpr int kCountiesWithCases = 5;

void FillHousehold(const WorldPlan& plan, const County& county, int64_t number,
                   const HouseholdFacts& facts, households::v1::Household& household) {
  // A die of its own: another field more changes none of the facts that others rely on.
  Dice dice(plan.seed, Subject::kHousehold, county.number, -1 - number);
  household.set_name(HouseholdName(county, number));
  household.set_village(VillageName(county, VillageOf(county, number)));
  household.set_category(
      static_cast<households::v1::HouseholdCategory>(dice.Pick(shares::kCategories) + 1));
  household.set_main_cause(
      static_cast<households::v1::PovertyCause>(dice.Pick(shares::kMainCauses) + 1));
  *household.mutable_register_date() = DateOf(facts.registered_day);
  if (facts.lifted_day) *household.mutable_lift_date() = DateOf(*facts.lifted_day);
  if (facts.departed_day) *household.mutable_departure_date() = DateOf(*facts.departed_day);
  const double debt = dice.Chance(shares::kIndebted)
                          ? dice.LogNormal(shares::kDebtFenMedian, shares::kDebtSigma)
                          : 0;
  household.set_debt_fen(std::llround(debt / 10'000) * 10'000);
}

// The heads of households who work for wages, from the first on; where there are none, any.
class Workers {
 public:
  Workers(const WorldPlan& plan, const County& county)
      : county_(county), enrolments_(plan, county) {}

  std::string Next() {
    for (int64_t tried = 0; tried < county_.households; ++tried) {
      const auto enrolment = enrolments_.Of(household_++ % county_.households);
      if (enrolment && enrolment->role == projects::v1::PARTICIPATION_ROLE_WORKER) break;
    }
    return PersonName(county_, (household_ - 1) % county_.households, 1);
  }

 private:
  const County& county_;
  const Enrolments enrolments_;
  int64_t household_ = 0;
};

households::v1::Case& AddCase(HouseholdsBatcher& batcher, const County& county, const char* id,
                              const std::string& person) {
  households::v1::Case& record = *batcher.Add().mutable_case_();
  record.set_name(absl::StrCat(CountyName(county), "/cases/", id, "-", county.code));
  record.set_programme(kProgramme);
  record.set_person(person);
  AddText(record.mutable_titles(), "示例：牛场里的一份工作", "Sample: a job at the farm");
  AddText(
      record.mutable_stories(),
      "示例文字：2014年起，一家人遇到难处，开支多年压在肩上。项目办起来以后，到牛场上班，按月"
      "领工资，日子慢慢稳下来；有外出的乡亲看到了，也回到家乡做事。",
      "Sample text: from 2014 on the family had hard years, with costs that weighed on it. When "
      "the project came, there was a job at its farm, with a wage every month, and life grew "
      "steadier; neighbours who had gone away saw it, and came home to work too.");
  record.set_begin_year(2014);
  return record;
}

void GiveConsent(households::v1::Case& record) {
  households::v1::Consent& consent = *record.mutable_consent();
  *consent.mutable_grant_date() = DateOf(shares::Day(2018, 5, 16));
  consent.set_document("consent/2018-001");
  consent.add_scopes(households::v1::CONSENT_SCOPE_NAME);
  consent.add_scopes(households::v1::CONSENT_SCOPE_HEALTH);
  consent.add_scopes(households::v1::CONSENT_SCOPE_DEBT);
  consent.add_scopes(households::v1::CONSENT_SCOPE_WAGE);
}

}  // namespace

void World::MakePlaces(const County& county, const HouseholdsBatchSink& sink) const {
  HouseholdsBatcher batcher(county.code, "places-", sink);
  households::v1::County& record = *batcher.Add().mutable_county();
  record.set_name(CountyName(county));
  AddText(record.mutable_titles(), absl::StrCat("示例县", county.code),
          absl::StrCat("Sample county ", county.code));
  record.set_prefecture("示例市");
  record.set_province(std::string(county.province));
  for (int64_t i = 0; i < county.villages; ++i) {
    households::v1::Village& village = *batcher.Add().mutable_village();
    village.set_name(VillageName(county, i));
    village.set_title(absl::StrCat("示例", i + 1, "村"));
    village.set_township(absl::StrCat("示例", TownshipOf(county, i) + 1, "镇"));
  }
}

void World::MakeHouseholds(const County& county, const HouseholdsBatchSink& sink) const {
  HouseholdsBatcher batcher(county.code, "households-", sink);
  for (int64_t number = 0; number < county.households; ++number) {
    const HouseholdFacts facts = FactsOf(plan_, county, number);
    FillHousehold(plan_, county, number, facts, *batcher.Add().mutable_household());
    for (int person = 1; person <= facts.persons; ++person) {
      FillPerson(plan_, county, number, person, *batcher.Add().mutable_person());
    }
  }
}

void World::MakeCases(const County& county, const HouseholdsBatchSink& sink) const {
  if (county.number >= kCountiesWithCases) return;
  HouseholdsBatcher batcher(county.code, "cases-", sink);
  Workers workers(plan_, county);
  GiveConsent(AddCase(batcher, county, "consented", workers.Next()));
  AddCase(batcher, county, "without-consent", workers.Next());
  households::v1::Case& withdrawn = AddCase(batcher, county, "withdrawn", workers.Next());
  GiveConsent(withdrawn);
  *withdrawn.mutable_consent()->mutable_withdraw_date() = DateOf(shares::Day(2019, 2, 27));
}

}  // namespace bangfu::bench
