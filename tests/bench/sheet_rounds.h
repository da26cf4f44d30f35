// Sheets over a register of a size, and in turns over one of the first size: a machine has slow
// minutes, so sizes that are measured half an hour apart cannot be compared.
#ifndef BANGFU_TESTS_BENCH_SHEET_ROUNDS_H_
#define BANGFU_TESTS_BENCH_SHEET_ROUNDS_H_

#include "absl/status/status.h"

#include "tests/bench/measure.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {

class SheetRounds {
 public:
  // `small` is null where the site itself is of the first size. Both must outlive this.
  SheetRounds(const Site& site, const Site* small) : site_(site), small_(small) {}

  // One round of ProbeSheets() on each; kSheetRounds at most, other probes between them.
  absl::Status Ask();

  // sheet_moved_p50, its middle round, and sheet_growth, the middle one of the ratios.
  void AddLines(Results& results) const;

 private:
  Result Growth() const;

  const Site& site_;
  const Site* small_;
  Results rounds_;
  Results of_small_;  // of the same rounds; empty without one
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SHEET_ROUNDS_H_
