#include "gateway/cli/reversal_check.h"

#include "gateway/cli/import_error.h"
#include "services/common/records/dates.h"

namespace bangfu::cli {
namespace {

int32_t DayOf(const projects::v1::LedgerEntry& entry) {
  const absl::StatusOr<date::Date> date = records::DateFromProto(entry.date());
  return date.ok() ? date->days : 0;  // the mapper takes no other dates
}

}  // namespace

int64_t ReversalCheck::Note(const projects::v1::LedgerEntry& entry, int64_t row) {
  if (entry.reverses().empty()) return 0;
  const Reversal reversal = {row,
                             entry.amount_fen(),
                             DayOf(entry),
                             entry.kind(),
                             FingerprintOf(entry.project()),
                             FingerprintOf(entry.counterparty())};
  const auto [found, added] = reversals_.try_emplace(FingerprintOf(entry.reverses()), reversal);
  return added ? 0 : found->second.row;
}

std::vector<RowProblem> ReversalCheck::Check(const projects::v1::LedgerEntry& entry,
                                             int64_t row) const {
  const auto found = reversals_.find(FingerprintOf(entry.name()));
  if (found == reversals_.end()) return {};
  const Reversal& reversal = found->second;
  std::vector<RowProblem> problems;
  const auto wrong = [&](bool is_wrong, std::string_view column, std::string_view what,
                         const std::string& expected) {
    if (is_wrong) problems.push_back({reversal.row, column, FoundExpected(what, expected)});
  };
  const std::string there = " of row " + std::to_string(row) + ", which this row reverses";
  wrong(!entry.reverses().empty(), "reverses", "a reversal of a reversal", "an entry that is none");
  wrong(reversal.row <= row, "reverses", "an entry of row " + std::to_string(row),
        "one that stands above");
  wrong(reversal.project != FingerprintOf(entry.project()), "project", "another project",
        "that" + there);
  wrong(reversal.kind != entry.kind(), "kind", "another kind", "that" + there);
  wrong(reversal.amount_fen != entry.amount_fen(), "amount_yuan", "another amount", "that" + there);
  wrong(reversal.day < DayOf(entry), "date", "an earlier day", "the day" + there + ", or later");
  wrong(reversal.counterparty != FingerprintOf(entry.counterparty()), "counterparty",
        "another counterparty", "that" + there);
  return problems;
}

}  // namespace bangfu::cli
