#include "services/common/records/dates.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bangfu::records {
namespace {

google::type::Date Proto(int year, int month, int day) {
  google::type::Date proto;
  proto.set_year(year);
  proto.set_month(month);
  proto.set_day(day);
  return proto;
}

TEST(Dates, OnlyADateOfZerosIsAbsent) {
  EXPECT_TRUE(IsAbsent(google::type::Date()));
  EXPECT_FALSE(IsAbsent(Proto(2020, 0, 0)));
  EXPECT_FALSE(IsAbsent(Proto(0, 1, 0)));
  EXPECT_FALSE(IsAbsent(Proto(0, 0, 1)));
}

TEST(Dates, WholeDatesAreRead) {
  const auto date = DateFromProto(Proto(2018, 12, 31));
  ASSERT_TRUE(date.ok()) << date.status();
  EXPECT_EQ(date::FormatDate(*date), "2018-12-31");
}

TEST(Dates, AbsentPartialAndImpossibleOnesAreRefused) {
  const struct {
    int year, month, day;
    const char* message;
  } cases[] = {
      {0, 0, 0, "found nothing, expected a date"},
      {2020, 5, 0, "found a date without a day, expected year, month and day"},
      {2020, 0, 0, "found a date without a month, expected year, month and day"},
      {2020, 0, 5, "found a date without a month, expected year, month and day"},
      {0, 5, 5, "found a date without a year, expected year, month and day"},
      {2019, 2, 29, "2019-02-29 is not a date: February 2019 has 28 days"},
      {2019, 13, 1, "2019-13-01 is not a date: there is no month 13"},
      {2019, 1, -1, "2019-01--1 is not a date: days begin at 1"},
      {10000, 1, 1, "10000-01-01 is not a date: years go from 1 to 9999"},
  };
  for (const auto& c : cases) {
    const auto date = DateFromProto(Proto(c.year, c.month, c.day));
    EXPECT_EQ(date.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(date.status().message(), c.message);
  }
}

RC_GTEST_PROP(Dates, EveryDayComesBack, ()) {
  const date::Date day{*rc::gen::inRange(date::kEarliest.days, date::kLatest.days + 1)};
  const auto read = DateFromProto(DateToProto(day));
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == day);
}

RC_GTEST_PROP(Dates, AnyNumbersAreRefusedOrComeBack, (int year, int month, int day)) {
  const google::type::Date proto = Proto(year, month, day);
  const auto read = DateFromProto(proto);
  if (read.ok()) RC_ASSERT(DateToProto(*read).SerializeAsString() == proto.SerializeAsString());
}

}  // namespace
}  // namespace bangfu::records
