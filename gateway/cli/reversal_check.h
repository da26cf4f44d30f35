// Checks that a reversal in a ledger file mirrors the entry it reverses, where that stands in the
// same file. Holds the reversals alone, not the ledger.
#ifndef BANGFU_GATEWAY_CLI_REVERSAL_CHECK_H_
#define BANGFU_GATEWAY_CLI_REVERSAL_CHECK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "gateway/cli/record_index.h"

namespace bangfu::cli {

struct RowProblem {
  int64_t row;
  std::string_view column;
  std::string message;
};

class ReversalCheck {
 public:
  // Of every entry of the file, first. 0, or the row above that reverses the same entry.
  int64_t Note(const projects::v1::LedgerEntry& entry, int64_t row);

  bool empty() const { return reversals_.empty(); }

  // Of every entry once more: what is wrong with the reversal of this one, which stands in its own
  // row.
  std::vector<RowProblem> Check(const projects::v1::LedgerEntry& entry, int64_t row) const;

 private:
  struct Reversal {
    int64_t row;
    int64_t amount_fen;
    int32_t day;
    int32_t kind;
    Fingerprint project;
    Fingerprint counterparty;
  };

  absl::flat_hash_map<Fingerprint, Reversal> reversals_;  // by the name of the entry reversed
};

}  // namespace bangfu::cli

#endif  // BANGFU_GATEWAY_CLI_REVERSAL_CHECK_H_
