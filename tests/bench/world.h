// Synthetic records of any number of households, as import batches: the sample (tests/data) in its
// shape and its proportions, enlarged.
#ifndef BANGFU_TESTS_BENCH_WORLD_H_
#define BANGFU_TESTS_BENCH_WORLD_H_

#include <cstdint>
#include <functional>

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"

namespace bangfu::bench {

inline constexpr int kBatchSize = 500;
inline constexpr int64_t kSampleHouseholds = 700;
inline constexpr int64_t kSampleLedgerEntriesPerHousehold = 9;
inline constexpr const char* kProgramme = "programmes/bench";

using HouseholdsBatchSink = std::function<void(households::v1::ImportRecordsRequest)>;
using ProjectsBatchSink = std::function<void(projects::v1::ImportRecordsRequest)>;

// Counties and villages.
void MakePlaces(const HouseholdsBatchSink& sink);
// So many households with their persons, half in each county.
void MakeHouseholds(int64_t households, const HouseholdsBatchSink& sink);
// Three cases, of which one stands in the sheet.
void MakeCases(const HouseholdsBatchSink& sink);
// A programme with two projects, an attestation, postings and facilities, and a participation for
// each household on average.
void MakeProgramme(int64_t households, const ProjectsBatchSink& sink);
// `entries` ledger entries of one county, in the order of dates, some of them reversals.
void MakeLedger(const char* county, int64_t households, int64_t entries, int64_t first_id,
                const ProjectsBatchSink& sink);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_H_
