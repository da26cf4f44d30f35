#include "tests/bench/result.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/bench/json_text.h"

namespace bangfu::bench {
namespace {

std::string NumberOrDash(const std::optional<double>& number, int decimals) {
  return number ? absl::StrFormat("%.*f", decimals, *number) : "-";
}

std::string NumberOrNull(const std::optional<double>& number) {
  return number && std::isfinite(*number) ? absl::StrFormat("%.6g", *number) : "null";
}

std::string ReachedText(const Result& result) {
  const std::optional<bool> reached = Reaches(result);
  if (!reached) return "-";
  return *reached ? "yes" : "no";
}

}  // namespace

std::optional<double> Result::Ratio() const {
  if (!value || !baseline || *baseline == 0) return std::nullopt;
  return *value / *baseline;
}

std::string GroupedDigits(int64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string RenderTable(const std::vector<Result>& results) {
  std::string table =
      absl::StrFormat("%-32s %14s %-10s %14s %9s %-14s %-7s %s\n", "name", "value", "unit",
                      "baseline", "ratio", "must", "reached", "over; against; remarks");
  for (const Result& one : results) {
    std::string remarks = one.size;
    for (const std::string& more : {one.against, one.note}) {
      if (!more.empty()) absl::StrAppend(&remarks, remarks.empty() ? "" : "; ", more);
    }
    absl::StrAppendFormat(&table, "%-32s %14s %-10s %14s %9s %-14s %-7s %s\n", one.name,
                          NumberOrDash(one.value, 2), one.unit, NumberOrDash(one.baseline, 2),
                          NumberOrDash(one.Ratio(), 3), RequirementOf(one.name), ReachedText(one),
                          remarks);
  }
  return table;
}

std::string RenderJson(const std::vector<Result>& results) {
  std::string json = "[";
  for (const Result& one : results) {
    const std::optional<bool> reached = Reaches(one);
    const Growth growth = GrowthOf(one.name);
    absl::StrAppend(
        &json, json.size() == 1 ? "" : ",", "\n  {\"name\": ", JsonText(one.name),
        ", \"value\": ", NumberOrNull(one.value), ", \"unit\": ", JsonText(one.unit),
        ", \"baseline\": ", NumberOrNull(one.baseline), ", \"ratio\": ", NumberOrNull(one.Ratio()),
        ", \"against\": ", JsonText(one.against), ", \"size\": ", JsonText(one.size),
        ", \"method\": ", JsonText(one.method), ", \"note\": ", JsonText(one.note),
        ", \"households\": ", one.households, ", \"grows_like\": ", JsonText(growth.like),
        ", \"growth\": ", JsonText(growth.why),
        ", \"requirement\": ", JsonText(RequirementOf(one.name)),
        ", \"reached\": ", !reached ? "null" : (*reached ? "true" : "false"), "}");
  }
  return json + "\n]\n";
}

}  // namespace bangfu::bench
