#include "gateway/cli/explain_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bangfu/households/v1/events.pb.h"
#include "tests/gateway/cli/test_log.h"

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

// A household with something sealed, a case of it, and the sheet that shows the case.
struct World {
  World() {
    const std::string home = "counties/510524/households/H1";
    households::v1::Event household;
    household.mutable_household_recorded()->mutable_household()->set_name(home);
    household.mutable_household_recorded()->set_sealed_personal("sealed");
    households::v1::Event told;
    told.mutable_case_recorded()->set_name("counties/510524/cases/c1");
    told.mutable_case_recorded()->set_person(home + "/persons/1");
    one.set_name("counties/510524/cases/c1");
    *one.mutable_household_entry() = log.Append(household);
    *one.mutable_case_entry() = log.Append(told);
    gateway::v1::SourceHead& head = *sheet.add_source_heads();
    head.set_source("households");
    *head.mutable_tree_head() = log.Head();
  }

  std::vector<Verdict> Verify() {
    const auto verdicts =
        VerifyDebt(sheet, one,
                   [this](const journal::v1::TreeHead& head, const std::vector<int64_t>& seqs)
                       -> absl::StatusOr<journal::v1::ProveInclusionResponse> {
                     return log.Prove(seqs, head.size());
                   });
    EXPECT_TRUE(verdicts.ok());
    return *verdicts;
  }

  TestLog log{"households", "510524"};
  gateway::v1::AchievementSheet sheet;
  gateway::v1::SheetCase one;
};

TEST(VerifyDebt, ChecksTheEntriesAndSaysThatTheAmountIsSealed) {
  World world;
  const std::vector<Verdict> verdicts = world.Verify();
  EXPECT_TRUE(AllGood(verdicts));
  const std::string text = RenderVerdicts(verdicts, Output::kTable);
  EXPECT_THAT(text, HasSubstr("ok           inclusion    2 of 2 entries are in the trees"));
  EXPECT_THAT(text, HasSubstr("\nnot checked  amount       the amount is sealed"));
}

TEST(VerifyDebt, FindsAnEntryThatIsNotInTheTree) {
  World world;
  world.one.mutable_household_entry()->set_leaf_hash(std::string(32, 'x'));
  EXPECT_FALSE(AllGood(world.Verify()));
}

TEST(VerifyDebt, FindsTheEntryOfAnotherHousehold) {
  World world;
  households::v1::Event other;
  other.mutable_household_recorded()->mutable_household()->set_name(
      "counties/510524/households/H2");
  *world.one.mutable_household_entry() = world.log.Append(other);
  *world.sheet.mutable_source_heads(0)->mutable_tree_head() = world.log.Head();
  EXPECT_FALSE(AllGood(world.Verify()));
}

}  // namespace
}  // namespace bangfu::cli
