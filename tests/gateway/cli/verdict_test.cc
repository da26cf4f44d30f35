#include "gateway/cli/verdict.h"

#include <gtest/gtest.h>

namespace bangfu::cli {
namespace {

TEST(Tally, CountsAndKeepsTheFirstFault) {
  Tally tally;
  tally.Add("");
  tally.Add("first");
  tally.Add("second");
  const Verdict verdict = tally.ToVerdict("check", "things hold");
  EXPECT_FALSE(verdict.good);
  EXPECT_EQ(verdict.detail, "1 of 3 things hold; first: first");
}

TEST(Tally, HoldsWhenNothingWasAsked) { EXPECT_TRUE(Tally().ToVerdict("check", "things").good); }

TEST(RenderVerdicts, SpeaksThreeWays) {
  const std::vector<Verdict> verdicts = {{true, "a", "fine"}, {false, "bb", "say \"no\", thrice"}};
  EXPECT_FALSE(AllGood(verdicts));
  EXPECT_EQ(RenderVerdicts(verdicts, Output::kTable),
            "ok    a   fine\n"
            "FAIL  bb  say \"no\", thrice\n");
  EXPECT_EQ(RenderVerdicts(verdicts, Output::kJson),
            "[\n  {\"check\": \"a\", \"good\": true, \"detail\": \"fine\"},\n"
            "  {\"check\": \"bb\", \"good\": false, \"detail\": \"say \\\"no\\\", thrice\"}\n]");
  EXPECT_EQ(RenderVerdicts(verdicts, Output::kCsv),
            "verdict,check,detail\nok,a,fine\nFAIL,bb,\"say \"\"no\"\", thrice\"\n");
}

TEST(RenderVerdicts, SaysWhatWasNotChecked) {
  const std::vector<Verdict> verdicts = {{true, "a", "fine"},
                                         {.check = "b", .detail = "sealed", .checked = false}};
  EXPECT_TRUE(AllGood(verdicts));
  EXPECT_EQ(RenderVerdicts(verdicts, Output::kTable),
            "ok           a  fine\n"
            "not checked  b  sealed\n");
  EXPECT_EQ(RenderVerdicts({verdicts[1]}, Output::kJson),
            "[\n  {\"check\": \"b\", \"good\": null, \"detail\": \"sealed\"}\n]");
}

}  // namespace
}  // namespace bangfu::cli
