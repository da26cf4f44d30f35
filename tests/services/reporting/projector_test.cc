#include "services/reporting/projector.h"

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/services/reporting/totals_of.h"
#include "tests/services/reporting/world.h"

namespace bangfu::reporting {
namespace {

const Journals::Key kLedger{"projects", kXuyong};

// Ten payments to households, each to two of three, with a reversal among them.
Journals TenPayments() {
  Journals journals;
  journals.Record("000000", ProgrammeEvent());
  for (int i = 0; i < 10; ++i) {
    const std::string day = "2019-04-" + std::to_string(10 + (i * 7) % 10);
    journals.Record(kXuyong, LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_HOUSEHOLD_PAYOUT, 100,
                                         day, Household(kXuyong, "H" + std::to_string(i % 3)),
                                         i == 6 ? "counties/510524/ledgerEntries/L0" : ""));
  }
  return journals;
}

sql::TableDump DumpOfAll(const Journals& journals) {
  Reporting reporting;
  reporting.ApplyAll(journals);
  return reporting.Dump();
}

TEST(ProjectorTest, SameTablesWhateverTheBatchesAndRestarts) {
  const Journals journals = TenPayments();
  const sql::TableDump expected = DumpOfAll(journals);
  for (const size_t size : {1, 2, 3, 7}) {
    Reporting reporting;
    ASSERT_TRUE(reporting.Apply("projects", journals.Batch({"projects", "000000"}, 0, 1)).ok());
    for (size_t first = 0; first < 10; first += size) {
      ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, first, size)).ok());
      reporting.Restart();
    }
    EXPECT_EQ(reporting.Dump(), expected) << "in batches of " << size;
  }
}

// Six payments to one household and three reversals, among payments to another: the later reversals
// concern payments that are not kept with what is known of the household.
TEST(ProjectorTest, RepeatedReversalsComeToTheSameWhateverTheBatches) {
  Journals journals;
  for (int i = 0; i < 18; ++i) {
    const std::string household = Household(kXuyong, i % 2 == 0 ? "H1" : "H2");
    const bool reversal = i % 2 == 0 && i >= 12;
    const std::string day = std::to_string(10 + (i < 12 ? i : i - 11));
    journals.Record(kXuyong, LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_HOUSEHOLD_PAYOUT, 100,
                                         "2019-04-" + day, household,
                                         reversal ? "counties/510524/ledgerEntries/L0" : ""));
  }
  const sql::TableDump expected = DumpOfAll(journals);
  const SeriesKey all{"cetc-2020", "programme", v1::FACT_KIND_HOUSEHOLD_PAYOUT, ""};
  for (const size_t size : {1, 2, 5, 11}) {
    Reporting reporting;
    for (size_t first = 0; first < 18; first += size) {
      ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, first, size)).ok());
    }
    EXPECT_EQ(reporting.Dump(), expected) << "in batches of " << size;
    const CountySnapshotPtr county = reporting.snapshots().Find(kXuyong);
    // H1 was paid on the 10th, 12th, 14th, ... and reversed on the 11th, 13th and 15th.
    const std::map<std::string, int64_t> counting = {{"10", 1}, {"11", 1}, {"12", 2}, {"13", 1},
                                                     {"14", 2}, {"15", 1}, {"16", 2}, {"20", 2}};
    for (const auto& [day, count] : counting) {
      EXPECT_EQ(TotalsOf(*county, all, Day("2019-04-" + day).days).distinct, count) << day;
    }
  }
}

TEST(ProjectorTest, BatchesAppliedTogetherComeToTheSame) {
  const Journals journals = TenPayments();
  Reporting reporting;
  ASSERT_TRUE(reporting.Apply("projects", journals.Batch({"projects", "000000"}, 0, 1)).ok());
  std::vector<EntryBatch> batches;
  for (const auto& [first, size] : std::vector<std::pair<int, int>>{{0, 3}, {2, 3}, {5, 5}}) {
    batches.push_back(
        std::make_shared<journal::v1::StreamEntriesResponse>(journals.Batch(kLedger, first, size)));
  }
  ASSERT_TRUE(reporting.Apply("projects", batches).ok());
  EXPECT_EQ(reporting.Dump(), DumpOfAll(journals));
}

TEST(ProjectorTest, BatchesBeforeOneThatCannotBeReadAreApplied) {
  const Journals journals = TenPayments();
  auto good = std::make_shared<journal::v1::StreamEntriesResponse>(journals.Batch(kLedger, 0, 3));
  auto bad = std::make_shared<journal::v1::StreamEntriesResponse>(journals.Batch(kLedger, 3, 4));
  bad->set_entries(2, "\xff\xff");
  auto after = std::make_shared<journal::v1::StreamEntriesResponse>(journals.Batch(kLedger, 7, 3));
  Reporting reporting;
  const absl::Status status = reporting.Apply("projects", {good, bad, after});
  EXPECT_EQ(ReasonOf(status), "UNREADABLE_ENTRY") << status;
  EXPECT_EQ(reporting.snapshots().Find(kXuyong)->SizeOf("projects"), 3);
  Reporting expected;
  ASSERT_TRUE(expected.Apply("projects", *good).ok());
  EXPECT_EQ(reporting.Dump(), expected.Dump());
}

TEST(ProjectorTest, SameOrOverlappingBatchAgainHasNoSecondEffect) {
  const Journals journals = TenPayments();
  Reporting reporting;
  reporting.ApplyAll(journals);
  const sql::TableDump once = reporting.Dump();
  ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 0, 10)).ok());
  ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 3, 2)).ok());
  EXPECT_EQ(reporting.Dump(), once);

  Reporting overlapping;
  ASSERT_TRUE(overlapping.Apply("projects", journals.Batch({"projects", "000000"}, 0, 1)).ok());
  ASSERT_TRUE(overlapping.Apply("projects", journals.Batch(kLedger, 0, 6)).ok());
  ASSERT_TRUE(overlapping.Apply("projects", journals.Batch(kLedger, 4, 6)).ok());
  EXPECT_EQ(overlapping.Dump(), once);
}

TEST(ProjectorTest, GapIsRefusedAndChangesNothing) {
  const Journals journals = TenPayments();
  Reporting reporting;
  ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 0, 3)).ok());
  const sql::TableDump before = reporting.Dump();
  const absl::Status status = reporting.Apply("projects", journals.Batch(kLedger, 4, 3));
  EXPECT_EQ(ReasonOf(status), "JOURNAL_GAP") << status;
  EXPECT_EQ(reporting.Dump(), before);
}

TEST(ProjectorTest, HeadIsThatOfTheEntries) {
  const Journals journals = TenPayments();
  Reporting reporting;
  ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 0, 4)).ok());
  ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 4, 6)).ok());
  const LogHead expected{10, journals.RootOf(kLedger)};
  EXPECT_EQ(reporting.snapshots().Find(kXuyong)->heads().at("projects"), expected);
  reporting.Restart();
  EXPECT_EQ(reporting.snapshots().Find(kXuyong)->heads().at("projects"), expected);
}

TEST(ProjectorTest, EntryThatIsNotTheOneOfItsPlaceIsRefused) {
  Journals journals = TenPayments();
  journal::v1::StreamEntriesResponse other_county = journals.Batch(kLedger, 0, 1);
  other_county.set_county(kSuide);
  journal::v1::StreamEntriesResponse other_seq = journals.Batch(kLedger, 1, 1);
  other_seq.set_first_seq(0);
  journal::v1::StreamEntriesResponse no_entry = journals.Batch(kLedger, 0, 1);
  no_entry.set_entries(0, "\xff\xff");
  journal::v1::StreamEntriesResponse no_county = journals.Batch(kLedger, 0, 1);
  no_county.set_county("x");
  journals.Record(kSuide, pv1::Event());
  const journal::v1::StreamEntriesResponse unknown = journals.Batch({"projects", kSuide}, 0, 1);

  Reporting reporting;
  for (const auto& batch : {other_county, other_seq, no_entry, no_county, unknown}) {
    const absl::Status status = reporting.Apply("projects", batch);
    EXPECT_EQ(ReasonOf(status), "UNREADABLE_ENTRY") << status;
  }
  EXPECT_EQ(ReasonOf(reporting.Apply("households", journals.Batch(kLedger, 0, 1))),
            "UNREADABLE_ENTRY");
  EXPECT_EQ(reporting.Dump(), Reporting().Dump());
}

TEST(ProjectorTest, PersonOfTwoCasesIsPaidOnceWhateverTheProject) {
  const std::string person = Person(kXuyong, "H1");
  Journals journals;
  for (const std::string id : {"one", "two"}) {
    journals.Record(kXuyong, CaseEvent(kXuyong, id, person, "2018-05-16"));
  }
  for (const auto& [project, fen, reverses] :
       {std::tuple("cattle", 100, ""), {"eucommia", 20, ""}, {"cattle", 100, "L0"}}) {
    journals.Record(kXuyong, LedgerEvent(kXuyong, project, pv1::LEDGER_KIND_WAGE, fen, "2018-06-01",
                                         person, reverses));
  }
  const Journals::Key register_log{"households", kXuyong};
  for (const size_t known : {0, 1, 3}) {  // wages before the first case, before the second one
    Reporting reporting;
    ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 0, known)).ok() || known == 0);
    ASSERT_TRUE(reporting.Apply("households", journals.Batch(register_log, 0, 1)).ok());
    ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 0, 2)).ok());
    ASSERT_TRUE(reporting.Apply("households", journals.Batch(register_log, 1, 1)).ok());
    ASSERT_TRUE(reporting.Apply("projects", journals.Batch(kLedger, 0, 3)).ok());
    const std::map<int32_t, int64_t> wages{{Day("2018-06-01").days, 20}};
    for (const CasePtr& known_case : reporting.snapshots().Find(kXuyong)->cases()) {
      EXPECT_EQ(known_case->fen_by_day.at(v1::FACT_KIND_WAGE), wages) << known;
    }
  }
}

TEST(ProjectorTest, CaseKnowsItsWagesWhicheverComesFirst) {
  const std::string person = Person(kXuyong, "H1");
  Journals journals;
  journals.Record("000000", ProgrammeEvent());
  journals.Record(kXuyong, CaseEvent(kXuyong, "cattle-family", person, "2018-05-16"));
  for (const std::string day : {"2018-06-01", "2018-07-01"}) {
    journals.Record(kXuyong,
                    LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 300000, day, person));
  }
  journals.Record(kXuyong, LedgerEvent(kXuyong, "cattle", pv1::LEDGER_KIND_WAGE, 250000,
                                       "2018-08-01", Person(kXuyong, "H2")));
  const auto case_batch = journals.Batch({"households", kXuyong}, 0, 1);
  Reporting case_first;
  ASSERT_TRUE(case_first.Apply("households", case_batch).ok());
  ASSERT_TRUE(case_first.Apply("projects", journals.Batch(kLedger, 0, 1)).ok());
  ASSERT_TRUE(case_first.Apply("projects", journals.Batch(kLedger, 1, 2)).ok());
  Reporting case_last;
  ASSERT_TRUE(case_last.Apply("projects", journals.Batch(kLedger, 0, 3)).ok());
  ASSERT_TRUE(case_last.Apply("households", case_batch).ok());

  const auto money = [](Reporting& reporting) {
    return *reporting.snapshots().Find(kXuyong)->cases().at(0);
  };
  const std::map<int32_t, int64_t> wages{{Day("2018-06-01").days, 300000},
                                         {Day("2018-07-01").days, 300000}};
  EXPECT_EQ(money(case_first).fen_by_day.at(v1::FACT_KIND_WAGE), wages);
  EXPECT_EQ(money(case_first), money(case_last));
  case_first.Restart();
  EXPECT_EQ(money(case_first), money(case_last));
}

}  // namespace
}  // namespace bangfu::reporting
