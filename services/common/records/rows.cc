#include "services/common/records/rows.h"

namespace bangfu::records {

std::optional<int64_t> DayColumn(const google::type::Date& date) {
  const absl::StatusOr<date::Date> civil = DateFromProto(date);
  if (!civil.ok()) return std::nullopt;
  return civil->days;
}

std::optional<google::type::Date> DayOf(const sql::Statement& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return DateToProto(date::Date{static_cast<int32_t>(row.Int64(column))});
}

}  // namespace bangfu::records
