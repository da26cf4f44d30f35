// What lines of the table must reach, as data. A line that is not here is for information.
#include <algorithm>
#include <string_view>

#include "absl/strings/str_format.h"

#include "tests/bench/result.h"

namespace bangfu::bench {
namespace {

enum class Of { kValue, kRatio };
enum class Sense { kAtLeast, kAtMost };

struct Requirement {
  std::string_view name;
  Of of;
  Sense sense;
  double bound;
  double baseline_min = 0;  // nothing is asked where the baseline is less
};

constexpr Requirement kRequirements[] = {
    {"import_sqlite", Of::kRatio, Sense::kAtLeast, .8},
    {"import_sqlite_rate", Of::kValue, Sense::kAtLeast, 120'000, 150'000},
    {"import_households", Of::kRatio, Sense::kAtLeast, .8},
    {"single_write_sqlite", Of::kRatio, Sense::kAtLeast, 4},
    {"import_postgres", Of::kRatio, Sense::kAtLeast, .5},
    {"import_two_counties", Of::kRatio, Sense::kAtLeast, 1.3},
    {"import_two_counties_lock_waits", Of::kValue, Sense::kAtMost, 0},
    {"project_rate", Of::kRatio, Sense::kAtLeast, 1},
    {"reporting_lag", Of::kValue, Sense::kAtMost, 1000},
    {"sheet_cached_64", Of::kRatio, Sense::kAtLeast, .85},
    {"sheet_cached_p50", Of::kRatio, Sense::kAtMost, 1.5},
    {"sheet_moved_p50", Of::kValue, Sense::kAtMost, 10},
    {"sheet_growth", Of::kRatio, Sense::kAtMost, 1.2},
    {"sheet_vs_sql", Of::kRatio, Sense::kAtLeast, 1000},
    {"sheet_national_sqlite", Of::kValue, Sense::kAtMost, 1000},
    {"sheet_national", Of::kValue, Sense::kAtMost, 1000},
    {"explain_p50", Of::kValue, Sense::kAtMost, 20},
    {"verify_rate", Of::kValue, Sense::kAtLeast, 500'000},
    {"memory_max", Of::kValue, Sense::kAtMost, 256},
    {"start_s", Of::kValue, Sense::kAtMost, 1},
};

const Requirement* Find(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kRequirements), std::end(kRequirements),
                   [name](const Requirement& requirement) { return requirement.name == name; });
  return found == std::end(kRequirements) ? nullptr : found;
}

}  // namespace

std::string RequirementOf(const std::string& name) {
  const Requirement* requirement = Find(name);
  if (requirement == nullptr) return {};
  std::string text =
      absl::StrFormat("%s %s %g", requirement->of == Of::kRatio ? "ratio" : "value",
                      requirement->sense == Sense::kAtLeast ? ">=" : "<=", requirement->bound);
  if (requirement->baseline_min > 0) {
    absl::StrAppendFormat(&text, " where baseline >= %g", requirement->baseline_min);
  }
  return text;
}

std::optional<bool> Reaches(const Result& result) {
  const Requirement* requirement = Find(result.name);
  if (requirement == nullptr) return std::nullopt;
  const std::optional<double> found = requirement->of == Of::kRatio ? result.Ratio() : result.value;
  if (!found || result.baseline.value_or(0) < requirement->baseline_min) return std::nullopt;
  return requirement->sense == Sense::kAtLeast ? *found >= requirement->bound
                                               : *found <= requirement->bound;
}

}  // namespace bangfu::bench
