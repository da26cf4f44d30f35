#include "services/common/records/dates.h"

#include <string>
#include <string_view>

namespace bangfu::records {
namespace {

absl::Status NotWhole(std::string_view what_is_missing) {
  return absl::InvalidArgumentError("found a date without " + std::string(what_is_missing) +
                                    ", expected year, month and day");
}

}  // namespace

bool IsAbsent(const google::type::Date& proto) {
  return proto.year() == 0 && proto.month() == 0 && proto.day() == 0;
}

absl::StatusOr<date::Date> DateFromProto(const google::type::Date& proto) {
  if (IsAbsent(proto)) return absl::InvalidArgumentError("found nothing, expected a date");
  if (proto.year() == 0) return NotWhole("a year");
  if (proto.month() == 0) return NotWhole("a month");
  if (proto.day() == 0) return NotWhole("a day");
  return date::FromYearMonthDay(proto.year(), proto.month(), proto.day());
}

google::type::Date DateToProto(date::Date date) {
  google::type::Date proto;
  proto.set_year(date.Year());
  proto.set_month(date.Month());
  proto.set_day(date.Day());
  return proto;
}

}  // namespace bangfu::records
