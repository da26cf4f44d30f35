#include "gateway/cli/progress.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/common/text/width.h"

namespace bangfu::cli {
namespace {

TEST(RenderProgress, ShowsABarWhereThereIsRoom) {
  EXPECT_EQ(RenderProgress("writing", 500, 1000, 250, 60),
            "writing [##############..............] 500/1,000 rows, 250/s");
  EXPECT_EQ(RenderProgress("writing", 500, 1000, 250, 38), "writing 500/1,000 rows, 250/s");
  EXPECT_EQ(RenderProgress("reading", 500, 0, 250, 60), "reading 500 rows, 250/s");
}

RC_GTEST_PROP(RenderProgress, NeverWiderThanTheTerminal, ()) {
  const auto columns = *rc::gen::inRange<size_t>(0, 200);
  const auto total = *rc::gen::inRange<int64_t>(0, 10000000);
  const auto done = *rc::gen::inRange<int64_t>(0, 20000000);
  RC_ASSERT(text::DisplayWidth(RenderProgress("写入 ledger.csv", done, total, 1e5, columns)) <=
            columns);
}

TEST(Progress, ClearsItsBar) {
  std::ostringstream out;
  Progress progress(out, [] { return size_t{40}; });
  progress.Begin("writing", 100);
  progress.Update("a.csv", 50);
  progress.Line("not on a terminal");
  progress.End();
  EXPECT_THAT(out.str(), testing::StartsWith("\rwriting a.csv "));
  EXPECT_THAT(out.str(), testing::EndsWith("\r" + std::string(39, ' ') + "\r"));
  EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("terminal")));
}

TEST(Progress, SpeaksInLinesElsewhere) {
  std::ostringstream out;
  Progress progress(out, {});
  progress.Begin("writing", 100);
  progress.Update("a.csv", 50);
  progress.Line("a.csv: 100 rows");
  progress.End();
  EXPECT_EQ(out.str(), "a.csv: 100 rows\n");
}

}  // namespace
}  // namespace bangfu::cli
