#include "gateway/cli/log_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/gateway/cli/test_log.h"

namespace bangfu::cli {
namespace {

using testing::HasSubstr;

projects::v1::Event EventOf(int number) {
  projects::v1::Event event;
  event.mutable_project_recorded()->set_name("programmes/p1/projects/x" + std::to_string(number));
  return event;
}

TestLog LogOf(int size) {
  TestLog log("projects", "000000");
  for (int i = 0; i < size; ++i) log.Append(EventOf(i));
  return log;
}

// The verdicts over the entries as `log` has them, after `tamper` has changed them.
std::vector<Verdict> Check(const TestLog& log, const journal::v1::TreeHead& head,
                           std::vector<std::string> entries) {
  LogCheck check(head);
  for (size_t i = 0; i < entries.size(); ++i) check.Add(static_cast<int64_t>(i), entries[i]);
  for (const int64_t size : check.earlier_sizes()) {
    check.AddConsistency(size, log.ProveConsistency(size, head.size()));
  }
  return check.Verdicts();
}

TEST(EarlierSizes, LieBelowTheSizeAndAreDifferent) {
  EXPECT_THAT(EarlierSizes(0, 5), testing::IsEmpty());
  EXPECT_THAT(EarlierSizes(1, 5), testing::IsEmpty());
  EXPECT_THAT(EarlierSizes(2, 5), testing::ElementsAre(1));
  EXPECT_THAT(EarlierSizes(1000, 5), testing::ElementsAre(1, 200, 400, 500, 999));
}

RC_GTEST_PROP(LogCheck, TakesEveryLogAsItIs, ()) {
  const TestLog log = LogOf(*rc::gen::inRange(1, 40));
  RC_ASSERT(AllGood(Check(log, log.Head(), log.entries())));
}

TEST(LogCheck, PassesOverWhatCameAfterTheHead) {
  const TestLog log = LogOf(9);
  EXPECT_TRUE(AllGood(Check(log, log.HeadAt(7), log.entries())));
}

TEST(LogCheck, FindsATamperedEntry) {
  const TestLog log = LogOf(9);
  std::vector<std::string> entries = log.entries();
  journal::v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(entries[4]));
  entry.set_event(EventOf(99).SerializeAsString());
  entries[4] = entry.SerializeAsString();
  const std::vector<Verdict> verdicts = Check(log, log.Head(), entries);
  EXPECT_FALSE(AllGood(verdicts));
  EXPECT_THAT(RenderVerdicts(verdicts, Output::kTable), HasSubstr("FAIL  root"));
}

TEST(LogCheck, FindsEntriesThatChangedPlaces) {
  const TestLog log = LogOf(9);
  std::vector<std::string> entries = log.entries();
  std::swap(entries[2], entries[3]);
  EXPECT_THAT(RenderVerdicts(Check(log, log.Head(), entries), Output::kTable),
              HasSubstr("7 of 9 entries of projects 000000 stand where they say; first: entry 2 "
                        "names another place"));
}

TEST(LogCheck, FindsAMissingEnd) {
  const TestLog log = LogOf(9);
  std::vector<std::string> entries = log.entries();
  entries.pop_back();
  EXPECT_FALSE(AllGood(Check(log, log.Head(), entries)));
}

TEST(LogCheck, FindsARewrittenHistory) {
  const TestLog log = LogOf(9);
  LogCheck check(log.Head());
  for (size_t i = 0; i < log.entries().size(); ++i) {
    check.Add(static_cast<int64_t>(i), log.entries()[i]);
  }
  check.AddConsistency(4, LogOf(8).ProveConsistency(4, 8));
  EXPECT_FALSE(AllGood(check.Verdicts()));
}

}  // namespace
}  // namespace bangfu::cli
