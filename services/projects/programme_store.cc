#include "services/projects/programme_store.h"

#include <string>

#include "services/common/records/rows.h"
#include "services/common/records/texts.h"
#include "services/projects/children.h"

namespace bangfu::projects {
namespace {

using records::kChinese;
using records::kEnglish;

v1::Programme ReadProgramme(sql::Statement& row) {
  v1::Programme programme;
  programme.set_name(names::ProgrammeName{row.Text(0)}.ToString());
  records::ReadTexts(row, 1, *programme.mutable_titles());
  records::ReadTexts(row, 3, *programme.mutable_organisations());
  records::ReadTextLists(row, 5, *programme.mutable_guidelines());
  records::ReadTexts(row, 7, *programme.mutable_modes());
  if (auto day = records::DayOf(row, 9)) *programme.mutable_start_date() = *day;
  if (auto day = records::DayOf(row, 10)) *programme.mutable_end_date() = *day;
  return programme;
}

absl::StatusOr<std::vector<v1::Programme>> WithDesignations(
    sql::Connection& connection, absl::StatusOr<std::vector<v1::Programme>> programmes) {
  return WithChildren(
      connection,
      "SELECT programme, county, start_day FROM designation "
      "WHERE programme >= ?1 AND programme <= ?2 ORDER BY programme, county",
      std::move(programmes),
      [](const v1::Programme& programme) {
        return names::ProgrammeName::Parse(programme.name())->programme;
      },
      [](sql::Statement& row, v1::Programme& programme) {
        v1::Designation& designation = *programme.add_designations();
        designation.set_county(names::CountyName{row.Text(1)}.ToString());
        if (auto day = records::DayOf(row, 2)) *designation.mutable_start_date() = *day;
      });
}

}  // namespace

absl::StatusOr<bool> InsertProgramme(sql::Connection& connection, const v1::Programme& programme,
                                     int64_t seq) {
  const std::string_view id = names::ProgrammeName::Parse(programme.name())->programme;
  absl::StatusOr<bool> inserted = records::InsertRow(
      connection,
      "INSERT INTO programme (programme, title_zh, title_en, organisation_zh, organisation_en, "
      "guidelines_zh, guidelines_en, mode_zh, mode_en, start_day, end_day, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
      id, records::TextIn(programme.titles(), kChinese),
      records::TextIn(programme.titles(), kEnglish),
      records::TextIn(programme.organisations(), kChinese),
      records::TextIn(programme.organisations(), kEnglish),
      records::TextListIn(programme.guidelines(), kChinese),
      records::TextListIn(programme.guidelines(), kEnglish),
      records::TextIn(programme.modes(), kChinese), records::TextIn(programme.modes(), kEnglish),
      records::DayColumn(programme.start_date()), records::DayColumn(programme.end_date()), seq);
  if (!inserted.ok() || !*inserted) return inserted;
  absl::Status status = InsertChildren(
      connection, "INSERT INTO designation (programme, county, start_day) VALUES (?1, ?2, ?3)",
      programme.designations(),
      [id](sql::Statement& insert, int, const v1::Designation& designation) {
        return insert
            .BindAll(id, names::CountyName::Parse(designation.county())->county,
                     records::DayColumn(designation.start_date()))
            .Run();
      });
  if (!status.ok()) return status;
  return true;
}

absl::StatusOr<std::optional<v1::Programme>> FindProgramme(sql::Connection& connection,
                                                           const names::ProgrammeName& name) {
  return First(WithDesignations(
      connection,
      records::ListRows(connection,
                        "SELECT programme, title_zh, title_en, organisation_zh, organisation_en, "
                        "guidelines_zh, guidelines_en, mode_zh, mode_en, start_day, end_day "
                        "FROM programme WHERE programme = ?1",
                        ReadProgramme, name.programme)));
}

absl::StatusOr<std::vector<v1::Programme>> ListProgrammes(sql::Connection& connection,
                                                          const records::PageQuery& page) {
  return WithDesignations(
      connection,
      records::ListRows(connection,
                        "SELECT programme, title_zh, title_en, organisation_zh, organisation_en, "
                        "guidelines_zh, guidelines_en, mode_zh, mode_en, start_day, end_day "
                        "FROM programme WHERE programme > ?1 ORDER BY programme LIMIT ?2",
                        ReadProgramme, std::string_view(page.after), page.limit));
}

absl::Status FindExisting(sql::Connection& connection,
                          const std::vector<names::ProgrammeName>& names,
                          absl::FunctionRef<void(const names::ProgrammeName&)> on_found) {
  return records::FindExisting(
      connection, "SELECT 1 FROM programme WHERE programme = ?1", names,
      [](sql::Statement& query, const names::ProgrammeName& name) {
        query.BindAll(name.programme);
      },
      on_found);
}

absl::Status FindDesignated(sql::Connection& connection,
                            const std::vector<ProgrammeInCounty>& pairs,
                            absl::FunctionRef<void(const ProgrammeInCounty&)> on_found) {
  return records::FindExisting(
      connection, "SELECT 1 FROM designation WHERE programme = ?1 AND county = ?2", pairs,
      [](sql::Statement& query, const ProgrammeInCounty& pair) {
        query.BindAll(pair.programme.programme, pair.county);
      },
      on_found);
}

absl::StatusOr<int64_t> CountGlobalEntries(sql::Connection& connection) {
  const absl::StatusOr<std::optional<int64_t>> count = records::FindRow(
      connection,
      "SELECT coalesce(max(seq), -1) + 1 FROM (SELECT max(seq) AS seq FROM programme "
      "UNION ALL SELECT max(seq) FROM project UNION ALL SELECT max(seq) FROM attestation) "
      "AS newest",
      [](sql::Statement& row) { return row.Int64(0); });
  if (!count.ok()) return count.status();
  return count->value_or(0);
}

}  // namespace bangfu::projects
