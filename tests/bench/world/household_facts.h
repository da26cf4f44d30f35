// What is true of one household and how it takes part, from the plan and its number alone. The
// makers of the register, of participations and of the ledger ask here, so they agree.
#ifndef BANGFU_TESTS_BENCH_WORLD_HOUSEHOLD_FACTS_H_
#define BANGFU_TESTS_BENCH_WORLD_HOUSEHOLD_FACTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "bangfu/projects/v1/projects.pb.h"
#include "tests/bench/world/dice.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

struct HouseholdFacts {
  int persons;  // at least 1
  int registered_day;
  std::optional<int> lifted_day;
  std::optional<int> departed_day;
};

// `number` counts from 0 within the county.
HouseholdFacts FactsOf(const WorldPlan& plan, const County& county, int64_t number);

// The village's number.
int64_t VillageOf(const County& county, int64_t household);

// That a household, or a person of it, takes part in a project.
struct Enrolment {
  int project;
  projects::v1::ParticipationRole role;
  int person;  // 0: the household as such
  int start_day;
  std::optional<int> end_day;
  std::optional<int> return_day;
};

// What kind of project it is.
projects::v1::ProjectModel ModelOf(int project);

// Whether a project runs in a county. The first two run in all.
bool RunsIn(const WorldPlan& plan, int project, const County& county);

// Finds how the households of one county take part.
class Enrolments {
 public:
  // Both must outlive this.
  Enrolments(const WorldPlan& plan, const County& county);

  // Nothing when the household does not.
  std::optional<Enrolment> Of(int64_t household) const;

  // A project of the county, the first ones more often.
  int PickProject(double unit) const;

 private:
  // Which project, and from when on at the earliest.
  struct Offer {
    int project;
    int from_day;
  };
  Offer OfferTo(int64_t household, Dice& dice) const;

  const WorldPlan& plan_;
  const County& county_;
  std::vector<int> projects_;  // that run here
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_HOUSEHOLD_FACTS_H_
