#include "tests/bench/result.h"

#include "absl/strings/str_format.h"

namespace bangfu::bench {

std::string RenderTable(const std::vector<Result>& results) {
  std::string table = absl::StrFormat("%-24s %14s %-10s %14s %8s  %s\n", "name", "value", "unit",
                                      "baseline", "ratio", "against");
  for (const Result& one : results) {
    const std::string baseline = one.baseline == 0 ? "-" : absl::StrFormat("%.1f", one.baseline);
    const std::string ratio = one.baseline == 0 ? "-" : absl::StrFormat("%.3f", one.Ratio());
    absl::StrAppendFormat(&table, "%-24s %14.1f %-10s %14s %8s  %s\n", one.name, one.value,
                          one.unit, baseline, ratio, one.baseline_name);
  }
  return table;
}

std::string RenderJson(const std::vector<Result>& results) {
  // None of the texts holds what JSON would want escaped.
  std::string json = "[";
  for (const Result& one : results) {
    absl::StrAppendFormat(&json,
                          "%s\n  {\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", "
                          "\"baseline\": %.3f, \"ratio\": %.4f, \"against\": \"%s\"}",
                          json.size() == 1 ? "" : ",", one.name, one.value, one.unit, one.baseline,
                          one.Ratio(), one.baseline_name);
  }
  return json + "\n]\n";
}

}  // namespace bangfu::bench
