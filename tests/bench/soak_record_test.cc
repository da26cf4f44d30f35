#include "tests/bench/soak_record.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bangfu::bench {
namespace {

using testing::HasSubstr;

// Nine samples of a process that has so much more at each.
std::vector<MemorySample> Rising(double mib_each) {
  std::vector<MemorySample> samples;
  for (int i = 0; i < 9; ++i) samples.push_back({i * 5., 100 + i * mib_each});
  return samples;
}

SoakRecord Good() {
  return {.storage = "SQLite",
          .done = {{"sheets", 3}},
          .journals = {{"000000", true}, {"510524", true}},
          .memory = {{"gateway", Rising(0)}}};
}

std::string Printed(const SoakRecord& record) {
  std::ostringstream out;
  Print(record, out);
  return out.str();
}

TEST(SoakRecord, NothingFailedAndNothingGrewIsGood) {
  EXPECT_TRUE(SoakedWell(Good()));
  EXPECT_THAT(Printed(Good()), HasSubstr("rose by 0.0 MiB: flat"));
}

TEST(SoakRecord, AFailedCallIsNot) {
  SoakRecord record = Good();
  record.failures = 1;
  record.first_failure = "no \"sheet\"";
  EXPECT_FALSE(SoakedWell(record));
  EXPECT_THAT(Printed(record), HasSubstr("1 calls failed, first: no \"sheet\""));
  EXPECT_THAT(RenderJson(record), HasSubstr("\"first_failure\": \"no \\\"sheet\\\"\""));
}

TEST(SoakRecord, ARunThatDidNothingIsNot) {
  EXPECT_FALSE(SoakedWell({}));
  SoakRecord record = Good();
  record.done.emplace_back("explained", 0);
  EXPECT_FALSE(SoakedWell(record));
  record = Good();
  record.journals.clear();
  EXPECT_FALSE(SoakedWell(record));
}

TEST(SoakRecord, AJournalThatDoesNotVerifyIsNot) {
  SoakRecord record = Good();
  record.journals.back().second = false;
  EXPECT_FALSE(SoakedWell(record));
  EXPECT_THAT(Printed(record), HasSubstr("journals of 510524: NOT VERIFIED"));
}

TEST(SoakRecord, MemoryThatGrowsIsNot) {
  SoakRecord record = Good();
  record.memory["reporting"] = Rising(10);
  EXPECT_FALSE(SoakedWell(record));
  EXPECT_THAT(RenderJson(record), HasSubstr("\"trend\": \"NOT FLAT\""));
}

TEST(SoakRecord, AShortRunSaysThatMemoryIsNotJudged) {
  SoakRecord record = Good();
  record.memory["gateway"].resize(3);
  EXPECT_TRUE(SoakedWell(record));
  EXPECT_THAT(Printed(record), HasSubstr("memory of gateway: not judged"));
  EXPECT_THAT(RenderJson(record), HasSubstr("\"trend\": \"not judged\""));
}

TEST(SoakRecord, OfManySamplesSomeAndTheLastAreKept) {
  SoakRecord record = Good();
  auto& samples = record.memory["gateway"];
  samples.clear();
  for (int i = 0; i <= 1000; ++i) samples.push_back({i * 1., 100});
  const std::string json = RenderJson(record);
  EXPECT_THAT(json, HasSubstr("[0, 100.0]"));
  EXPECT_THAT(json, HasSubstr("[1000, 100.0]"));
  EXPECT_LT(json.size(), 5000);
}

}  // namespace
}  // namespace bangfu::bench
