// The persons of a synthetic household. Their names say that they are invented, and their identity
// numbers have sequences 99x, which offices do not give out.
#ifndef BANGFU_TESTS_BENCH_WORLD_PEOPLE_H_
#define BANGFU_TESTS_BENCH_WORLD_PEOPLE_H_

#include <cstdint>

#include "bangfu/households/v1/households.pb.h"
#include "tests/bench/world/world.h"

namespace bangfu::bench {

// Fills the person of this number, from 1, of a household.
void FillPerson(const WorldPlan& plan, const County& county, int64_t household, int number,
                households::v1::Person& person);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_PEOPLE_H_
