// Synthetic records of any number of households, as import batches: the sample's shape, enlarged.
#ifndef BANGFU_TESTS_BENCH_WORLD_H_
#define BANGFU_TESTS_BENCH_WORLD_H_

#include <cstdint>
#include <functional>

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

inline constexpr int kBatchSize = 500;
inline constexpr int64_t kSampleHouseholds = 700;
inline constexpr const char* kProgramme = "programmes/bench";

using HouseholdsBatchSink = std::function<void(households::v1::ImportRecordsRequest)>;
using ProjectsBatchSink = std::function<void(projects::v1::ImportRecordsRequest)>;

// Counties, villages and `households` households, half in each county.
void MakeRegister(int64_t households, const HouseholdsBatchSink& sink);
// A programme with two projects, one participation for every fourth household.
void MakeProgramme(int64_t households, const ProjectsBatchSink& sink);
// `entries` payouts, costs and revenues of one county, in the order of dates.
void MakeLedger(const char* county, int64_t households, int64_t entries, int64_t first_id,
                const ProjectsBatchSink& sink);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_H_
