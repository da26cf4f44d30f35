#include "tests/bench/soak_record.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "tests/bench/json_text.h"

namespace bangfu::bench {
namespace {

constexpr size_t kSamplesMax = 200;  // of a process, in the record

const char* Verdict(const MemoryTrend& trend) {
  if (!trend.judged) return "not judged";
  return trend.flat ? "flat" : "NOT FLAT";
}

// A few of them, evenly, the last among them.
std::string RenderSamples(const std::vector<MemorySample>& samples) {
  const size_t step = samples.size() / kSamplesMax + 1;
  std::vector<std::string> rendered;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (i % step != 0 && i + 1 != samples.size()) continue;
    rendered.push_back(absl::StrFormat("[%.0f, %.1f]", samples[i].time_s, samples[i].mib));
  }
  return absl::StrCat("[", absl::StrJoin(rendered, ", "), "]");
}

std::string RenderProcess(const std::string& name, const std::vector<MemorySample>& samples) {
  const MemoryTrend trend = TrendOf(samples);
  return absl::StrFormat(
      "\n    {\"name\": %s, \"mean_mib\": %.1f, \"rise_mib\": %.1f, \"trend\": %s, \"samples\": "
      "%s}",
      JsonText(name), trend.mean_mib, trend.rise_mib, JsonText(Verdict(trend)),
      RenderSamples(samples));
}

}  // namespace

bool SoakedWell(const SoakRecord& record) {
  const bool done =
      !record.done.empty() && std::all_of(record.done.begin(), record.done.end(),
                                          [](const auto& deed) { return deed.second > 0; });
  const bool verified =
      !record.journals.empty() && std::all_of(record.journals.begin(), record.journals.end(),
                                              [](const auto& journal) { return journal.second; });
  const bool flat = !record.memory.empty() &&
                    std::all_of(record.memory.begin(), record.memory.end(),
                                [](const auto& process) { return TrendOf(process.second).flat; });
  return done && verified && flat && record.failures == 0;
}

void Print(const SoakRecord& record, std::ostream& out) {
  for (const auto& [partition, verified] : record.journals) {
    out << "journals of " << partition << (verified ? ": verified\n" : ": NOT VERIFIED\n");
  }
  for (const auto& [name, samples] : record.memory) {
    const MemoryTrend trend = TrendOf(samples);
    if (trend.judged) {
      out << absl::StrFormat("memory of %s: %.1f MiB on average, rose by %.1f MiB: %s\n", name,
                             trend.mean_mib, trend.rise_mib, Verdict(trend));
    } else {
      out << absl::StrFormat("memory of %s: not judged, there are too few samples\n", name);
    }
  }
  out << "(the rule: " << kFlatRule << ")\n" << record.failures << " calls failed";
  if (record.failures > 0) out << ", first: " << record.first_failure;
  out << "\n";
}

std::string RenderJson(const SoakRecord& record) {
  std::vector<std::string> done, journals, processes;
  for (const auto& [deed, count] : record.done) {
    done.push_back(absl::StrCat(JsonText(deed), ": ", count));
  }
  for (const auto& [partition, verified] : record.journals) {
    journals.push_back(absl::StrCat(JsonText(partition), ": ", verified ? "true" : "false"));
  }
  for (const auto& [name, samples] : record.memory) {
    processes.push_back(RenderProcess(name, samples));
  }
  return absl::StrCat(
      "{\n  \"storage\": ", JsonText(record.storage), ", \"copies\": ", record.copies,
      ", \"minutes\": ", record.minutes, ", \"households\": ", record.households,
      ", \"import_rate\": ", record.import_rate,
      ",\n  \"good\": ", SoakedWell(record) ? "true" : "false", ", \"failures\": ", record.failures,
      ", \"first_failure\": ", JsonText(record.first_failure), ",\n  \"done\": {",
      absl::StrJoin(done, ", "), "},\n  \"journals\": {", absl::StrJoin(journals, ", "),
      "},\n  \"rule\": ", JsonText(kFlatRule), ",\n  \"processes\": [",
      absl::StrJoin(processes, ","), "\n  ]\n}\n");
}

}  // namespace bangfu::bench
