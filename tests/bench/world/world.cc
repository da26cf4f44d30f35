#include "tests/bench/world/world.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace bangfu::bench {
namespace {

absl::Status CheckRange(const char* what, int64_t found, int64_t min, int64_t max) {
  if (found >= min && found <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("found ", found, " ", what, ", expected ", min, " to ", max));
}

}  // namespace

absl::Status CheckPlan(const WorldPlan& plan) {
  absl::Status status = CheckRange("counties", plan.counties, 1, kCountiesMax);
  status.Update(CheckRange("households", plan.households, plan.counties, 100'000'000));
  status.Update(CheckRange("projects", plan.projects, 2, 1000));
  status.Update(
      CheckRange("ledger entries per household", plan.ledger_entries_per_household, 0, 10'000));
  return status;
}

World::World(const WorldPlan& plan) : plan_(plan), counties_(MakeCounties(plan.counties)) {
  ShareOut(plan.households, plan.seed, counties_);
}

void World::MakeRegister(const County& county, const HouseholdsBatchSink& sink) const {
  MakePlaces(county, sink);
  MakeHouseholds(county, sink);
  MakeCases(county, sink);
}

void World::MakeWork(const County& county, const ProjectsBatchSink& sink) const {
  MakeParticipations(county, sink);
  MakePostingsAndFacilities(county, sink);
  MakeLedger(county, Ledger(county), sink);
}

}  // namespace bangfu::bench
