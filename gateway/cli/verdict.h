// What a verification found: one line for each thing checked.
#ifndef BANGFU_GATEWAY_CLI_VERDICT_H_
#define BANGFU_GATEWAY_CLI_VERDICT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cli/text_table.h"

namespace bangfu::cli {

struct Verdict {
  bool good = false;
  std::string check;   // "inclusion"
  std::string detail;  // "128 of 128 entries are in the trees that the sheet names"
  // False for what cannot be checked here; then it is neither good nor wrong, and `detail` says
  // why.
  bool checked = true;
};

// Whether nothing that was checked is wrong.
bool AllGood(const std::vector<Verdict>& verdicts);

// "ok    inclusion  ...", "FAIL  ..." and "not checked  ..." lines; or a JSON list, where `good` of
// what was not checked is null; or CSV.
std::string RenderVerdicts(const std::vector<Verdict>& verdicts, Output output);

// Counts how often something held, and keeps what was wrong first.
class Tally {
 public:
  // `wrong` is empty when it held.
  void Add(std::string wrong);

  bool good() const { return first_wrong_.empty(); }
  // "12 of 12 <what>", or with the first fault after it.
  Verdict ToVerdict(std::string_view check, std::string_view what) const;

 private:
  int64_t count_ = 0;
  int64_t held_ = 0;
  std::string first_wrong_;
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_VERDICT_H_
