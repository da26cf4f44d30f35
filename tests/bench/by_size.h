// Lines that are measured at several sizes: how they are named and put in order.
#ifndef BANGFU_TESTS_BENCH_BY_SIZE_H_
#define BANGFU_TESTS_BENCH_BY_SIZE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/measure.h"

namespace bangfu::bench {

// Of results at rising sizes: first those of the largest under their own names, then all with their
// size after an @. At least one size.
Results ArrangeBySize(const std::vector<Results>& by_size);

// A line that says why a size of that many households was left out.
Result LeftOut(const std::string& name, int64_t households, const std::string& why);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_BY_SIZE_H_
