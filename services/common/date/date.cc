#include "services/common/date/date.h"

#include <chrono>
#include <cstddef>

#include "services/common/text/quote.h"

namespace bangfu::date {
namespace {

constexpr const char* kMonthNames[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};

std::chrono::year_month_day Calendar(Date date) {
  return std::chrono::sys_days(std::chrono::days(date.days));
}

// `value` with zeros before it, up to `width` digits.
std::string Padded(int value, size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::string Spelled(int year, int month, int day) {
  return Padded(year, 4) + "-" + Padded(month, 2) + "-" + Padded(day, 2);
}

// The number that the digits of `text` make, or -1 when there is anything else in it.
int Number(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string WhyNotADate(int year, int month, int day) {
  if (year < 1 || year > 9999) return "years go from 1 to 9999";
  if (month < 1 || month > 12) return "there is no month " + std::to_string(month);
  if (day < 1) return "days begin at 1";
  return std::string(kMonthNames[month - 1]) + " " + std::to_string(year) + " has " +
         std::to_string(DaysInMonth(year, month)) + " days";
}

}  // namespace

int Date::Year() const { return static_cast<int>(Calendar(*this).year()); }

int Date::Month() const { return static_cast<int>(static_cast<unsigned>(Calendar(*this).month())); }

int Date::Day() const { return static_cast<int>(static_cast<unsigned>(Calendar(*this).day())); }

bool IsLeapYear(int year) { return std::chrono::year(year).is_leap(); }

int DaysInMonth(int year, int month) {
  if (month == 2) return IsLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

absl::StatusOr<Date> FromYearMonthDay(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > DaysInMonth(year, month)) {
    return absl::InvalidArgumentError(Spelled(year, month, day) +
                                      " is not a date: " + WhyNotADate(year, month, day));
  }
  const std::chrono::sys_days days = std::chrono::year(year) / month / day;
  return Date{static_cast<int32_t>(days.time_since_epoch().count())};
}

absl::StatusOr<Date> FromDays(int64_t days) {
  if (days < kEarliest.days || days > kLatest.days) {
    return absl::InvalidArgumentError("day " + std::to_string(days) +
                                      " from 1970-01-01 is outside the years 1 to 9999");
  }
  return Date{static_cast<int32_t>(days)};
}

absl::StatusOr<Date> ParseDate(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = Number(text.substr(0, 4));
    const int month = Number(text.substr(5, 2));
    const int day = Number(text.substr(8, 2));
    if (year >= 0 && month >= 0 && day >= 0) return FromYearMonthDay(year, month, day);
  }
  return absl::InvalidArgumentError("found " + text::Quote(text) +
                                    ", expected a date such as 2018-12-31");
}

std::string FormatDate(Date date) { return Spelled(date.Year(), date.Month(), date.Day()); }

}  // namespace bangfu::date
