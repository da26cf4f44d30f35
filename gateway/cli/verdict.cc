#include "gateway/cli/verdict.h"

#include <algorithm>
#include <utility>

#include "services/common/text/digits.h"

namespace bangfu::cli {
namespace {

std::string_view Word(const Verdict& verdict, std::string_view good, std::string_view wrong,
                      std::string_view unchecked) {
  if (!verdict.checked) return unchecked;
  return verdict.good ? good : wrong;
}

std::string VerdictsJson(const std::vector<Verdict>& verdicts) {
  std::string json = "[";
  for (const Verdict& verdict : verdicts) {
    json += json.size() > 1 ? ",\n  " : "\n  ";
    json += "{\"check\": " + JsonString(verdict.check) +
            ", \"good\": " + std::string(Word(verdict, "true", "false", "null")) +
            ", \"detail\": " + JsonString(verdict.detail) + "}";
  }
  return json + "\n]";
}

}  // namespace

bool AllGood(const std::vector<Verdict>& verdicts) {
  return std::all_of(verdicts.begin(), verdicts.end(),
                     [](const Verdict& v) { return v.good || !v.checked; });
}

std::string RenderVerdicts(const std::vector<Verdict>& verdicts, Output output) {
  if (output == Output::kJson) return VerdictsJson(verdicts);
  const bool csv = output == Output::kCsv;
  TextTable table({{csv ? "verdict" : ""}, {csv ? "check" : ""}, {csv ? "detail" : ""}});
  for (const Verdict& verdict : verdicts) {
    table.Add(
        {std::string(Word(verdict, "ok", "FAIL", "not checked")), verdict.check, verdict.detail});
  }
  return csv ? table.RenderCsv() : table.Render();
}

void Tally::Add(std::string wrong) {
  ++count_;
  if (wrong.empty()) {
    ++held_;
  } else if (first_wrong_.empty()) {
    first_wrong_ = std::move(wrong);
  }
}

Verdict Tally::ToVerdict(std::string_view check, std::string_view what) const {
  Verdict verdict = {good(), std::string(check)};
  verdict.detail =
      text::GroupDigits(held_) + " of " + text::GroupDigits(count_) + " " + std::string(what);
  if (!good()) verdict.detail += "; first: " + first_wrong_;
  return verdict;
}

}  // namespace bangfu::cli
