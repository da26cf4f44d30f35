#include "services/projects/facility_store.h"

#include <string>
#include <string_view>

#include "services/common/records/rows.h"
#include "services/common/records/texts.h"

namespace bangfu::projects {
namespace {

using records::kChinese;
using records::kEnglish;

int64_t ServiceKindBits(const v1::Facility& facility) {
  int64_t bits = 0;
  for (const int kind : facility.service_kinds()) bits |= int64_t{1} << kind;
  return bits;
}

v1::Facility ReadFacility(sql::Statement& row) {
  v1::Facility facility;
  const std::string_view county = row.Text(0);
  facility.set_name(names::FacilityName{county, row.Text(1)}.ToString());
  facility.set_programme(names::ProgrammeName{row.Text(2)}.ToString());
  facility.set_village(names::VillageName{county, row.Text(3)}.ToString());
  records::ReadTexts(row, 4, *facility.mutable_titles());
  for (int kind = v1::ServiceKind_MIN; kind <= v1::ServiceKind_MAX; ++kind) {
    if ((row.Int64(6) >> kind & 1) != 0) {
      facility.add_service_kinds(static_cast<v1::ServiceKind>(kind));
    }
  }
  if (auto day = records::DayOf(row, 7)) *facility.mutable_open_date() = *day;
  return facility;
}

}  // namespace

absl::StatusOr<bool> InsertFacility(sql::Connection& connection, const v1::Facility& facility,
                                    int64_t seq) {
  const names::FacilityName name = *names::FacilityName::Parse(facility.name());
  return records::InsertRow(
      connection,
      "INSERT INTO facility (county, facility, programme, village, title_zh, title_en, "
      "service_kinds, open_day, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
      "ON CONFLICT DO NOTHING",
      name.county, name.facility, names::ProgrammeName::Parse(facility.programme())->programme,
      names::VillageName::Parse(facility.village())->village,
      records::TextIn(facility.titles(), kChinese), records::TextIn(facility.titles(), kEnglish),
      ServiceKindBits(facility), records::DayColumn(facility.open_date()), seq);
}

absl::StatusOr<std::optional<v1::Facility>> FindFacility(sql::Connection& connection,
                                                         const names::FacilityName& name) {
  return records::FindRow(connection,
                          "SELECT county, facility, programme, village, title_zh, title_en, "
                          "service_kinds, open_day FROM facility "
                          "WHERE county = ?1 AND facility = ?2",
                          ReadFacility, name.county, name.facility);
}

absl::StatusOr<std::vector<v1::Facility>> ListFacilities(sql::Connection& connection,
                                                         const names::CountyName& county,
                                                         const records::PageQuery& page) {
  return records::ListRows(connection,
                           "SELECT county, facility, programme, village, title_zh, title_en, "
                           "service_kinds, open_day FROM facility "
                           "WHERE county = ?1 AND facility > ?2 ORDER BY facility LIMIT ?3",
                           ReadFacility, county.county, std::string_view(page.after), page.limit);
}

absl::StatusOr<std::vector<v1::Facility>> ListOpenFacilities(sql::Connection& connection,
                                                             const names::ProgrammeName& programme,
                                                             date::Date day, int limit) {
  return records::ListRows(connection,
                           "SELECT county, facility, programme, village, title_zh, title_en, "
                           "service_kinds, open_day FROM facility "
                           "WHERE programme = ?1 AND open_day <= ?2 ORDER BY county, facility "
                           "LIMIT ?3",
                           ReadFacility, programme.programme, day.days, limit);
}

absl::StatusOr<int64_t> CountOpenFacilities(sql::Connection& connection,
                                            const names::ProgrammeName& programme, date::Date day) {
  const absl::StatusOr<std::optional<int64_t>> count = records::FindRow(
      connection, "SELECT count(*) FROM facility WHERE programme = ?1 AND open_day <= ?2",
      [](sql::Statement& row) { return row.Int64(0); }, programme.programme, day.days);
  if (!count.ok()) return count.status();
  return count->value_or(0);
}

}  // namespace bangfu::projects
