#include "tests/bench/world/household_facts.h"

#include <algorithm>

#include "tests/bench/world/dice.h"
#include "tests/bench/world/shares.h"

namespace bangfu::bench {
namespace {

using projects::v1::ProjectModel;

constexpr int kDaysPerYear = 365;
// A project of many counties runs in one of so many groups of them.
constexpr int kCountiesPerGroup = 50;

int YearsDay(size_t year, int day_of_year) {
  return shares::kFirstDay + static_cast<int>(year) * kDaysPerYear + day_of_year;
}

// On which days of a year its village decides, and what it is offered.
struct VillageFacts {
  int registration_day;  // of a year, from 0
  int lift_day;
  double project;  // where it stands among all, from 0 to below 1
  int start_day;
};

VillageFacts FactsOfVillage(const WorldPlan& plan, const County& county, int64_t household) {
  Dice dice(plan.seed, Subject::kVillage, county.number, VillageOf(county, household));
  return {.registration_day = static_cast<int>(dice.Below(300)),
          .lift_day = 300 + static_cast<int>(dice.Below(60)),  // at the end of a year
          .project = dice.Unit(),
          // Within two and a half years: who has a file gets a measure soon.
          .start_day = shares::kFirstDay + 60 + static_cast<int>(dice.Below(900))};
}

}  // namespace

HouseholdFacts FactsOf(const WorldPlan& plan, const County& county, int64_t number) {
  Dice dice(plan.seed, Subject::kHousehold, county.number, number);
  HouseholdFacts facts{.persons = static_cast<int>(dice.Pick(shares::kHouseholdSizes)) + 1};
  const VillageFacts village = FactsOfVillage(plan, county, number);
  facts.registered_day = YearsDay(dice.Pick(shares::kRegisteredByYear), village.registration_day);
  const int lifted = YearsDay(dice.Pick(shares::kLiftedByYear), village.lift_day);
  if (dice.Chance(shares::kDeparted)) {
    facts.departed_day = facts.registered_day + static_cast<int>(dice.Below(1000));
  }
  // Whoever leaves first is not lifted here.
  const int not_before = std::max(lifted, facts.registered_day + 30);
  if (!facts.departed_day || not_before <= *facts.departed_day) {
    facts.lifted_day = std::min(not_before, shares::kLastDay);
  }
  return facts;
}

int64_t VillageOf(const County& county, int64_t household) {
  return household * county.villages / county.households;
}

ProjectModel ModelOf(int project) {
  constexpr ProjectModel kModels[] = {projects::v1::PROJECT_MODEL_PLATFORM_FREE_RANGE,
                                      projects::v1::PROJECT_MODEL_CONTRACT_FARMING,
                                      projects::v1::PROJECT_MODEL_OTHER};
  return kModels[project % 3];
}

bool RunsIn(const WorldPlan& plan, int project, const County& county) {
  if (project < 2) return true;
  const int groups = std::max(plan.counties / kCountiesPerGroup, 1);
  return project % groups == county.number % groups;
}

Enrolments::Enrolments(const WorldPlan& plan, const County& county) : plan_(plan), county_(county) {
  for (int project = 0; project < plan.projects; ++project) {
    if (RunsIn(plan, project, county)) projects_.push_back(project);
  }
}

int Enrolments::PickProject(double unit) const {
  constexpr double kInFirstTwo = shares::kInFirstProject + shares::kInSecondProject;
  if (unit < shares::kInFirstProject) return projects_[0];
  if (unit < kInFirstTwo || projects_.size() == 2) return projects_[1];
  const auto others = static_cast<double>(projects_.size() - 2);
  return projects_[2 + static_cast<size_t>((unit - kInFirstTwo) / (1 - kInFirstTwo) * others)];
}

Enrolments::Offer Enrolments::OfferTo(int64_t household, Dice& dice) const {
  const VillageFacts village = FactsOfVillage(plan_, county_, household);
  const double own = dice.Unit();
  if (dice.Chance(shares::kWithVillage)) return {PickProject(village.project), village.start_day};
  return {PickProject(own), shares::kFirstDay + 60 + static_cast<int>(dice.Below(900))};
}

std::optional<Enrolment> Enrolments::Of(int64_t household) const {
  const HouseholdFacts facts = FactsOf(plan_, county_, household);
  Dice dice(plan_.seed, Subject::kEnrolment, county_.number, household);
  if (!dice.Chance(shares::kTakesPart) || facts.departed_day) return std::nullopt;
  const Offer offer = OfferTo(household, dice);
  Enrolment enrolment{.project = offer.project};
  const bool works = dice.Chance(.4);
  switch (ModelOf(enrolment.project)) {
    case projects::v1::PROJECT_MODEL_CONTRACT_FARMING:
      enrolment.role = projects::v1::PARTICIPATION_ROLE_GROWER;
      enrolment.person = works ? 0 : std::min(facts.persons, 2);
      break;
    case projects::v1::PROJECT_MODEL_PLATFORM_FREE_RANGE:
      enrolment.role = works ? projects::v1::PARTICIPATION_ROLE_WORKER
                             : projects::v1::PARTICIPATION_ROLE_FREE_RANGE;
      enrolment.person = works ? 1 : 0;
      break;
    default:
      enrolment.role = projects::v1::PARTICIPATION_ROLE_WORKER;
      enrolment.person = 1;
  }
  const int joined = offer.from_day + static_cast<int>(dice.Below(shares::kVillageJoinsWithinDays));
  enrolment.start_day = std::min(std::max(joined, facts.registered_day + 30), shares::kLastDay);
  if (enrolment.role == projects::v1::PARTICIPATION_ROLE_WORKER && dice.Chance(shares::kCameHome)) {
    enrolment.return_day = enrolment.start_day - static_cast<int>(dice.Below(60));
  }
  if (dice.Chance(shares::kEnded)) {
    enrolment.end_day =
        std::min(enrolment.start_day + 365 + static_cast<int>(dice.Below(1000)), shares::kLastDay);
  }
  return enrolment;
}

}  // namespace bangfu::bench
