// What mirrors an entry, and what does not.
#include "services/projects/reversal.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/projects/records.h"

namespace bangfu::projects {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Mismatches(const v1::LedgerEntry& reversal,
                                    const v1::LedgerEntry& entry = LedgerRecord().ledger_entry()) {
  records::Violations violations;
  records::FieldChecker check(violations);
  CheckMirror(reversal, entry, check);
  journal::v1::BatchResult result;
  std::move(violations).MoveTo(result);
  std::vector<std::string> fields;
  for (const auto& violation : result.violations()) {
    EXPECT_EQ(violation.reason(), journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH);
    fields.push_back(violation.field());
  }
  return fields;
}

TEST(ReversalTest, TheMirrorOfAnEntryMirrorsIt) {
  const v1::LedgerEntry entry = LedgerRecord().ledger_entry();
  v1::LedgerEntry mirror = MirrorOf(entry);
  mirror.set_name("counties/510524/ledgerEntries/L2");
  *mirror.mutable_date() = entry.date();  // the same day is not before
  EXPECT_EQ(mirror.reverses(), entry.name());
  EXPECT_THAT(Mismatches(mirror), IsEmpty());
}

TEST(ReversalTest, EachDifferenceIsNamed) {
  const std::vector<std::pair<std::string, std::function<void(v1::LedgerEntry&)>>> differences = {
      {"project", [](auto& e) { e.set_project("programmes/p/projects/other"); }},
      {"kind", [](auto& e) { e.set_kind(v1::LEDGER_KIND_HOUSEHOLD_COST); }},
      {"amount_fen", [](auto& e) { e.set_amount_fen(1'499'999); }},
      {"counterparty", [](auto& e) { e.set_counterparty("counties/510524/households/H2"); }},
      {"date", [](auto& e) { *e.mutable_date() = Day(2016, 5, 5); }},
  };
  for (const auto& [field, differ] : differences) {
    v1::LedgerEntry reversal = ReversalRecord().ledger_entry();
    differ(reversal);
    EXPECT_THAT(Mismatches(reversal), ElementsAre(field));
  }
}

TEST(ReversalTest, NothingMirrorsAReversal) {
  const v1::LedgerEntry reversal = ReversalRecord("L2", "L1").ledger_entry();
  EXPECT_THAT(Mismatches(ReversalRecord("L3", "L2").ledger_entry(), reversal),
              ElementsAre("reverses"));
}

}  // namespace
}  // namespace bangfu::projects
