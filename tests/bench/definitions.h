// The definitions that the measurements of sheets use: the suite's own indicators, and a template
// of thirty figures over many projects.
#ifndef BANGFU_TESTS_BENCH_DEFINITIONS_H_
#define BANGFU_TESTS_BENCH_DEFINITIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace bangfu::bench {

inline constexpr const char* kTemplate = "thirty_figures";

// A figure of the template.
struct TemplateFigure {
  std::string id;  // "f00"
  std::string indicator;
  std::string project;  // id; empty: of the whole programme
};

// All thirty, in the template's order. At most one of a project.
std::vector<TemplateFigure> TemplateFigures();

// Copies the definitions that stand beside this program into the directory, and adds the template.
absl::Status WriteDefinitions(const std::string& directory);

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_DEFINITIONS_H_
