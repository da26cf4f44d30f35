// A civil date: a day of the (proleptic) Gregorian calendar, without a time or a zone. Not a
// timestamp, and it knows no clock: today is passed in.
#ifndef BANGFU_SERVICES_COMMON_DATE_DATE_H_
#define BANGFU_SERVICES_COMMON_DATE_DATE_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace bangfu::date {

// Days count from 1970-01-01 = 0, and that is what a store keeps. A Date made by the functions
// below lies between 0001-01-01 and 9999-12-31; one made from bare days is to do so too.
struct Date {
  int32_t days = 0;

  int Year() const;   // 1 to 9999
  int Month() const;  // 1 to 12
  int Day() const;    // 1 to 31

  friend auto operator<=>(const Date&, const Date&) = default;
};

inline constexpr Date kEarliest{-719162};  // 0001-01-01
inline constexpr Date kLatest{2932896};    // 9999-12-31

bool IsLeapYear(int year);

// The days of a month from 1 to 12.
int DaysInMonth(int year, int month);

// InvalidArgument, with the reason, when there is no such day: "2019-02-29 is not a date: February
// 2019 has 28 days".
absl::StatusOr<Date> FromYearMonthDay(int year, int month, int day);

// InvalidArgument when `days` lies outside kEarliest and kLatest.
absl::StatusOr<Date> FromDays(int64_t days);

// Reads "2018-12-31", four, two and two digits, and nothing else (ISO 8601 extended format).
absl::StatusOr<Date> ParseDate(std::string_view text);

// "2018-12-31".
std::string FormatDate(Date date);

}  // namespace bangfu::date

#endif  // BANGFU_SERVICES_COMMON_DATE_DATE_H_
