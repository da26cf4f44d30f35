// Adds the entries behind a figure up again, as its formula says. Pure.
#ifndef BANGFU_GATEWAY_CLI_FIGURE_SUM_H_
#define BANGFU_GATEWAY_CLI_FIGURE_SUM_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

#include "bangfu/reporting/v1/catalogue.pb.h"
#include "bangfu/reporting/v1/reporting_service.pb.h"
#include "gateway/cli/record_index.h"

namespace bangfu::cli {

// The term of a formula that an entry is said to stand in; nullptr when it has none such.
const reporting::v1::Term* FindTerm(const reporting::v1::Formula& formula,
                                    const reporting::v1::ExplainedEntry& entry);

// Whether a term's quantities are fen; otherwise they are pieces.
bool IsMoney(const reporting::v1::Term& term);

class FigureSum {
 public:
  explicit FigureSum(const reporting::v1::Formula& formula);

  // Adds an entry that FindTerm knows. False when it was added before: it counts once.
  bool Add(const reporting::v1::ExplainedEntry& entry);

  // What the entries add up to; the denominator is 1 when the formula has none.
  int64_t Numerator() const;
  int64_t Denominator() const;

 private:
  // What has been added to one term.
  struct TermSum {
    const reporting::v1::Term* term;
    int64_t total = 0;
    absl::flat_hash_map<Fingerprint, int64_t> by_subject;  // DISTINCT and UNION
    std::map<int64_t, int64_t> by_day;                     // LATEST
  };
  using Part = std::vector<TermSum>;

  static Part MakePart(const reporting::v1::Expression& expression);
  static int64_t Total(const Part& part);
  static int64_t Total(const TermSum& sum);

  const reporting::v1::Formula formula_;
  Part numerator_;
  Part denominator_;
  absl::flat_hash_set<Fingerprint> seen_;
};

// numerator / denominator in whole units, rounded half away from zero; nullopt when it is not
// defined.
std::optional<int64_t> Quotient(int64_t numerator, int64_t denominator);

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_FIGURE_SUM_H_
