// Sheets over a register of a size, and in turns over a small one: a machine has slow minutes, so
// what is measured half an hour apart cannot be compared.
#ifndef BANGFU_TESTS_BENCH_SHEET_ROUNDS_H_
#define BANGFU_TESTS_BENCH_SHEET_ROUNDS_H_

#include "absl/status/status.h"

#include "tests/bench/measure.h"
#include "tests/bench/probe.h"

namespace bangfu::bench {

class SheetRounds {
 public:
  // `small` is a suite of the first size beside the site's. Both must outlive this.
  SheetRounds(const Site& site, const Site& small) : site_(site), small_(small) {}

  // sheet_growth_after_import: what a sheet takes over the one then, once, by what over the other.
  absl::Status AskAfterImport(Results& results);

  // One round of ProbeSheets() on each, who comes first in turns. Other probes belong between them.
  absl::Status Ask();

  // sheet_moved_p50, its middle round, and sheet_growth, the middle one of the rounds' ratios.
  void AddLines(Results& results) const;

 private:
  absl::Status AskBoth(const std::string& when, int set, bool small_first, Results& of_site,
                       Results& of_small);

  const Site& site_;
  const Site& small_;
  Results rounds_;
  Results of_small_;  // of the same rounds
};

}  // namespace bangfu::bench

#endif  // BANGFU_TESTS_BENCH_SHEET_ROUNDS_H_
