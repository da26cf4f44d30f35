#include "gateway/sheet_question.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/status/errors.h"
#include "tests/gateway/proto_text.h"

namespace bangfu::gateway {
namespace {

absl::Time Utc(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

absl::StatusOr<SheetQuestion> Read(const std::string& request,
                                   const std::string& now = "2021-07-27T00:00:00Z") {
  return ReadQuestion(FromText<v1::GetAchievementSheetRequest>(request), Utc(now));
}

TEST(ReadQuestion, EverythingGiven) {
  const auto question = Read(R"(name: "programmes/p/achievementSheet" language_code: "en"
                                as_of { year: 2018 month: 12 day: 31 } template_id: "t")");
  ASSERT_TRUE(question.ok()) << question.status();
  EXPECT_EQ(question->name, "programmes/p/achievementSheet");
  EXPECT_EQ(question->programme, "programmes/p");
  EXPECT_EQ(question->language, Language::kEnglish);
  EXPECT_EQ(question->template_id, "t");
  ExpectProto(question->as_of, "year: 2018 month: 12 day: 31");
}

TEST(ReadQuestion, DayLeftOutIsTodayInChina) {
  const struct {
    const char* now;
    const char* day;
  } cases[] = {{"2021-07-27T15:59:59Z", "year: 2021 month: 7 day: 27"},
               {"2021-07-27T16:00:00Z", "year: 2021 month: 7 day: 28"},
               {"2020-12-31T16:00:00Z", "year: 2021 month: 1 day: 1"}};
  for (const auto& one : cases) {
    const auto question = Read(R"(name: "programmes/p/achievementSheet")", one.now);
    ASSERT_TRUE(question.ok());
    ExpectProto(question->as_of, one.day);
    EXPECT_EQ(question->language, Language::kChinese);
  }
}

TEST(ReadQuestion, EverythingThatIsWrongIsToldAtOnce) {
  const auto question = Read(R"(name: "programmes/p" language_code: "fr"
                                as_of { year: 2019 month: 2 day: 29 })");
  EXPECT_EQ(question.status().code(), absl::StatusCode::kInvalidArgument);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(question.status())) {
    fields.push_back(violation.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"name", "as_of", "language_code"}));
}

TEST(ReadQuestion, PartOfADayIsRefused) {
  const auto question = Read(R"(name: "programmes/p/achievementSheet" as_of { year: 2019 })");
  EXPECT_EQ(question.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace bangfu::gateway
