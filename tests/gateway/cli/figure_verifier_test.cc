#include "gateway/cli/figure_verifier.h"

#include <functional>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "bangfu/projects/v1/events.pb.h"
#include "tests/gateway/cli/test_log.h"

namespace bangfu::cli {
namespace {

using reporting::v1::ExplainedEntry;
using testing::HasSubstr;

// A sheet with one figure, the average payout of two households, over a journal of three payouts.
struct World {
  World() {
    Pay("H1", 1000);
    Pay("H1", 500);
    Pay("H2", 1001);
    gateway::v1::SourceHead& head = *sheet.add_source_heads();
    head.set_source("reporting");
    *head.mutable_tree_head() = log.Head();
    *page.add_tree_heads() = log.Head();
    gateway::v1::SheetFigure& figure = *sheet.add_sections()->add_figures();
    figure.set_id("average");
    figure.set_value(1251);
    figure.set_numerator(2501);
    figure.set_denominator(2);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(formula {
               numerator { terms { aggregate: AGGREGATE_SUM kind: FACT_KIND_HOUSEHOLD_PAYOUT } }
               denominator {
                 terms { aggregate: AGGREGATE_DISTINCT kind: FACT_KIND_HOUSEHOLD_PAYOUT }
               }
             })pb",
        page.mutable_indicator()));
    page.mutable_figure()->mutable_scope()->set_project("cattle");
  }

  // A payout in the journal, and in both parts of the explanation.
  void Pay(const std::string& household, int64_t fen) {
    const std::string number = std::to_string(log.entries().size());
    projects::v1::Event event;
    projects::v1::LedgerEntry& entry =
        *event.mutable_ledger_entry_recorded()->mutable_ledger_entry();
    entry.set_name("counties/510524/ledgerEntries/L" + number);
    entry.set_project("programmes/p1/projects/cattle");
    entry.set_kind(projects::v1::LEDGER_KIND_HOUSEHOLD_PAYOUT);
    entry.set_amount_fen(fen);
    entry.mutable_date()->set_year(2015);
    entry.mutable_date()->set_month(1);
    entry.mutable_date()->set_day(2);
    entry.set_counterparty("counties/510524/households/" + household);
    const journal::v1::EntryRef ref = log.Append(event);
    for (const auto part : {ExplainedEntry::PART_NUMERATOR, ExplainedEntry::PART_DENOMINATOR}) {
      ExplainedEntry& claim = *page.add_entries();
      *claim.mutable_entry() = ref;
      claim.set_part(part);
      claim.set_kind(reporting::v1::FACT_KIND_HOUSEHOLD_PAYOUT);
      *claim.mutable_date() = entry.date();
      claim.set_subject(entry.counterparty());
      claim.set_quantity(part == ExplainedEntry::PART_NUMERATOR ? fen : 1);
      claim.set_record(entry.name());
    }
  }

  std::vector<Verdict> Verify() {
    FigureVerifier verifier(
        sheet, *FindFigure(sheet, "average"), page,
        [this](const journal::v1::TreeHead& head, const std::vector<int64_t>& seqs)
            -> absl::StatusOr<journal::v1::ProveInclusionResponse> {
          auto proofs = log.Prove(seqs, head.size());
          if (tamper) tamper(proofs);
          return proofs;
        });
    EXPECT_TRUE(verifier.AddPage(page).ok());
    return verifier.Verdicts();
  }

  // The names of the checks that failed.
  std::vector<std::string> Failed() {
    std::vector<std::string> failed;
    for (const Verdict& verdict : Verify()) {
      if (!verdict.good) failed.push_back(verdict.check);
    }
    return failed;
  }

  gateway::v1::SheetFigure& figure() { return *sheet.mutable_sections(0)->mutable_figures(0); }

  TestLog log{"projects", "510524"};
  gateway::v1::AchievementSheet sheet;
  reporting::v1::ExplainFigureResponse page;
  std::function<void(journal::v1::ProveInclusionResponse&)> tamper;
};

TEST(FigureVerifier, IsContentWithAnHonestExplanation) {
  World world;
  EXPECT_THAT(world.Failed(), testing::IsEmpty());
  EXPECT_EQ(world.Verify().size(), 7u);
}

TEST(FigureVerifier, FindsAFigureThatIsNotWhatItsEntriesAddUpTo) {
  World world;
  world.figure().set_numerator(2502);
  EXPECT_THAT(world.Failed(), testing::ElementsAre("numerator"));
  world.figure().set_numerator(2501);
  world.figure().set_denominator(3);
  EXPECT_THAT(world.Failed(), testing::ElementsAre("denominator"));
  world.figure().set_denominator(2);
  world.figure().set_value(1250);
  EXPECT_THAT(world.Failed(), testing::ElementsAre("value"));
  world.figure().clear_value();
  EXPECT_THAT(world.Failed(), testing::ElementsAre("value"));
}

TEST(FigureVerifier, FindsAnEntryLeftOut) {
  World world;
  world.page.mutable_entries()->RemoveLast();
  world.page.mutable_entries()->RemoveLast();
  EXPECT_THAT(world.Failed(), testing::ElementsAre("numerator", "denominator", "value"));
}

TEST(FigureVerifier, FindsAnEntryCountedTwice) {
  World world;
  *world.page.add_entries() = world.page.entries(0);
  world.figure().set_numerator(3501);
  EXPECT_THAT(world.Failed(), testing::Contains("entries"));
  EXPECT_THAT(world.Failed(), testing::Contains("numerator"));
}

TEST(FigureVerifier, FindsAnExplanationThatSaysMoreThanTheEntry) {
  World world;
  world.page.mutable_entries(0)->set_quantity(2000);
  world.figure().set_numerator(3501);
  EXPECT_THAT(world.Failed(), testing::Contains("entries"));
}

TEST(FigureVerifier, FindsAnotherLeafHash) {
  World world;
  world.page.mutable_entries(0)->mutable_entry()->set_leaf_hash(std::string(32, 'x'));
  EXPECT_THAT(world.Failed(), testing::Contains("leaf hashes"));
}

TEST(FigureVerifier, FindsAnEntryThatIsNotInTheTree) {
  World world;
  world.tamper = [](journal::v1::ProveInclusionResponse& proofs) {
    journal::v1::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(proofs.proven_entries(1).entry()));
    entry.set_actor("somebody else");
    proofs.mutable_proven_entries(1)->set_entry(entry.SerializeAsString());
  };
  EXPECT_THAT(world.Failed(), testing::Contains("inclusion"));
  EXPECT_THAT(world.Failed(), testing::Contains("leaf hashes"));
}

TEST(FigureVerifier, FindsProofsOfAnotherTree) {
  for (const auto& tamper : std::vector<std::function<void(journal::v1::ProveInclusionResponse&)>>{
           [](auto& proofs) { proofs.mutable_proven_entries(0)->mutable_audit_path()->Clear(); },
           [](auto& proofs) { proofs.mutable_proven_entries(0)->set_seq(2); },
           [](auto& proofs) { proofs.mutable_proven_entries(0)->add_audit_path("short"); },
           [](auto& proofs) { proofs.mutable_proven_entries()->RemoveLast(); }}) {
    World world;
    world.tamper = tamper;
    EXPECT_THAT(world.Failed(), testing::Contains("inclusion"));
  }
}

TEST(FigureVerifier, TrustsNoHeadButTheSheets) {
  World world;
  *world.sheet.mutable_source_heads(0)->mutable_tree_head() = world.log.HeadAt(2);
  EXPECT_THAT(world.Failed(), testing::IsSupersetOf({"heads", "inclusion"}));
  world.sheet.mutable_source_heads(0)->set_source("projects");
  EXPECT_THAT(world.Failed(), testing::IsSupersetOf({"heads", "inclusion"}));
}

TEST(FigureVerifier, FindsAnEntryOfAnotherProject) {
  World world;
  world.page.mutable_figure()->mutable_scope()->set_project("eucommia");
  EXPECT_THAT(world.Failed(), testing::Contains("entries"));
}

TEST(FigureVerifier, SaysWhereTheFirstFaultIs) {
  World world;
  world.page.mutable_entries(2)->set_document("another");
  EXPECT_THAT(RenderVerdicts(world.Verify(), Output::kTable),
              HasSubstr("5 of 6 entries state what the explanation says, each counted once; "
                        "first: projects 510524 1: the entry does not state"));
}

}  // namespace
}  // namespace bangfu::cli
