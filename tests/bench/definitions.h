// The definitions that the measurements of sheets use: the suite's own indicators, and a template
// of thirty figures over many projects.
#ifndef BANGFU_TESTS_BENCH_DEFINITIONS_H_
#define BANGFU_TESTS_BENCH_DEFINITIONS_H_

#include <string>

#include "absl/status/status.h"

namespace bangfu::bench {

inline constexpr const char* kTemplate = "thirty_figures";

// Copies the definitions that stand beside this program into the directory, and adds the template.
absl::Status WriteDefinitions(const std::string& directory);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_DEFINITIONS_H_
