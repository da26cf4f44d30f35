// Which counties the synthetic register is of: as many as were designated, where they were.
#ifndef BANGFU_TESTS_BENCH_WORLD_COUNTIES_H_
#define BANGFU_TESTS_BENCH_WORLD_COUNTIES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bangfu::bench {

inline constexpr int kCountiesMax = 832;

struct County {
  int number;                 // from 0
  std::string code;           // six digits
  std::string_view province;  // "四川省"
  int64_t first_household = 0;
  int64_t households = 0;
  int64_t villages = 0;
};

// The first `count` (1 to kCountiesMax) of them. Xuyong and Suide come first, then the provinces
// take turns by their shares. The other codes are made up: of the right province and shape, and
// perhaps some real county's.
std::vector<County> MakeCounties(int count);

// Shares the households out among the counties, at least one to each, and says how many villages
// each has.
void ShareOut(int64_t households, uint64_t seed, std::vector<County>& counties);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_WORLD_COUNTIES_H_
