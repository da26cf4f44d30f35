#include "services/common/date/date.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/services/common/text/generators.h"

namespace bangfu::date {
namespace {

TEST(ParseDate, ReadsIsoDates) {
  const struct {
    const char* text;
    int32_t days;
  } cases[] = {{"1970-01-01", 0},           {"1969-12-31", -1},    {"2000-02-29", 11016},
               {"2018-12-31", 17896},       {"2020-12-31", 18627}, {"0001-01-01", kEarliest.days},
               {"9999-12-31", kLatest.days}};
  for (const auto& c : cases) {
    const auto date = ParseDate(c.text);
    ASSERT_TRUE(date.ok()) << date.status();
    EXPECT_EQ(date->days, c.days) << c.text;
    EXPECT_EQ(FormatDate(*date), c.text);
  }
}

TEST(ParseDate, SaysWhyThereIsNoSuchDay) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"2019-02-29", "2019-02-29 is not a date: February 2019 has 28 days"},
      {"1900-02-29", "1900-02-29 is not a date: February 1900 has 28 days"},
      {"2020-02-30", "2020-02-30 is not a date: February 2020 has 29 days"},
      {"2019-04-31", "2019-04-31 is not a date: April 2019 has 30 days"},
      {"2019-13-01", "2019-13-01 is not a date: there is no month 13"},
      {"2019-00-01", "2019-00-01 is not a date: there is no month 0"},
      {"2019-01-00", "2019-01-00 is not a date: days begin at 1"},
      {"0000-01-01", "0000-01-01 is not a date: years go from 1 to 9999"},
      {"31/12/2018", R"(found "31/12/2018", expected a date such as 2018-12-31)"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ParseDate(c.text).status(), absl::InvalidArgumentError(c.message));
  }
}

TEST(ParseDate, RefusesOtherSpellings) {
  for (const char* text : {"", "2018-1-1", "20181231", "2018-12-31 ", " 2018-12-31", "2018-12-3x",
                           "2018/12/31", "+018-12-31", "2018-12--1", "2018-12-31T00:00", "18-12-31",
                           "２018-12-31", "2018年12月31日"}) {
    EXPECT_FALSE(ParseDate(text).ok()) << text;
  }
}

TEST(FromDays, RefusesDaysOutsideTheCalendar) {
  EXPECT_EQ(*FromDays(17896), *ParseDate("2018-12-31"));
  EXPECT_FALSE(FromDays(int64_t{kLatest.days} + 1).ok());
  EXPECT_FALSE(FromDays(int64_t{kEarliest.days} - 1).ok());
  EXPECT_FALSE(FromDays(int64_t{1} << 40).ok());
}

rc::Gen<Date> AnyDate() {
  return rc::gen::map(rc::gen::inRange(kEarliest.days, kLatest.days + 1),
                      [](int32_t days) { return Date{days}; });
}

RC_GTEST_PROP(DateProperty, EveryDayIsReadBackFromItsTextAndItsParts, ()) {
  const Date date = *AnyDate();
  RC_ASSERT(*ParseDate(FormatDate(date)) == date);
  RC_ASSERT(*FromYearMonthDay(date.Year(), date.Month(), date.Day()) == date);
}

RC_GTEST_PROP(DateProperty, TextAndDaysSortAlike, ()) {
  const Date one = *AnyDate();
  const Date other = *AnyDate();
  RC_ASSERT((one < other) == (FormatDate(one) < FormatDate(other)));
}

RC_GTEST_PROP(DateProperty, AnyBytesAreReadOrRefused, ()) {
  (void)ParseDate(*text::AnyBytes());
  const auto digits =
      *rc::gen::container<std::string>(10, rc::gen::elementOf(std::string("01239-")));
  const auto date = ParseDate(digits);
  if (date.ok()) RC_ASSERT(FormatDate(*date) == digits);
}

}  // namespace
}  // namespace bangfu::date
