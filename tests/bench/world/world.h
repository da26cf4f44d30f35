// A synthetic national register and a programme over it, of any size, as import batches. The same
// plan gives the same records; they are made one by one and never kept. What is plausible about
// them stands in shares.h, with sources.
#ifndef BANGFU_TESTS_BENCH_WORLD_WORLD_H_
#define BANGFU_TESTS_BENCH_WORLD_WORLD_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "tests/bench/world/counties.h"

namespace bangfu::bench {

inline constexpr int kBatchSize = 500;
inline constexpr const char* kProgramme = "programmes/synthetic";

struct WorldPlan {
  int64_t households = 700;  // of all counties together
  int counties = 2;          // 1 to 832
  int projects = 2;          // 2 to 1000
  int64_t ledger_entries_per_household = 9;
  uint64_t seed = 1;
};

// INVALID_ARGUMENT, saying what was found and what is expected.
absl::Status CheckPlan(const WorldPlan& plan);

// Ledger entries with consecutive numbers, spread evenly over days.
struct LedgerSlice {
  enum class Days {
    kAllYears,   // of the plan: a ledger as a whole
    kLastMonth,  // what is written day by day behind it
  };

  int64_t first = 0;
  int64_t count = 0;
  Days days = Days::kAllYears;
};

using HouseholdsBatchSink = std::function<void(households::v1::ImportRecordsRequest)>;
using ProjectsBatchSink = std::function<void(projects::v1::ImportRecordsRequest)>;

// Immutable, so thread-safe. The county of every call is one of counties(). Each batch has at most
// kBatchSize records of one county and an id of its own.
class World {
 public:
  // The plan must be good.
  explicit World(const WorldPlan& plan);

  const WorldPlan& plan() const { return plan_; }
  const std::vector<County>& counties() const { return counties_; }
  // All ledger entries of a county by the plan.
  LedgerSlice Ledger(const County& county) const {
    return {0, county.households * plan_.ledger_entries_per_household};
  }

  // The county itself, and its villages.
  void MakePlaces(const County& county, const HouseholdsBatchSink& sink) const;
  // Households, each with its persons after it.
  void MakeHouseholds(const County& county, const HouseholdsBatchSink& sink) const;
  // In the first counties three cases, of which one may be told.
  void MakeCases(const County& county, const HouseholdsBatchSink& sink) const;

  // What stands above a county: the programme, its projects, attestations.
  void MakeProgramme(const ProjectsBatchSink& sink) const;
  void MakeParticipations(const County& county, const ProjectsBatchSink& sink) const;
  void MakePostingsAndFacilities(const County& county, const ProjectsBatchSink& sink) const;
  // In the order of days. Some entries reverse one of the same slice.
  void MakeLedger(const County& county, LedgerSlice slice, const ProjectsBatchSink& sink) const;

  // All of a county, in the order in which it can be imported. The programme comes between.
  void MakeRegister(const County& county, const HouseholdsBatchSink& sink) const;
  void MakeWork(const County& county, const ProjectsBatchSink& sink) const;

 private:
  const WorldPlan plan_;
  std::vector<County> counties_;
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_WORLD_H_
