#include "services/projects/participation_store.h"

#include <string_view>

#include "services/common/records/rows.h"

namespace bangfu::projects {
namespace {

v1::Participation ReadParticipation(sql::Statement& row) {
  v1::Participation participation;
  const std::string_view county = row.Text(0);
  participation.set_name(names::ParticipationName{county, row.Text(1)}.ToString());
  participation.set_project(names::ProjectName{row.Text(2), row.Text(3)}.ToString());
  names::ParticipantName participant{county, row.Text(4), std::nullopt};
  if (!row.IsNull(5)) participant.person = row.Text(5);
  participation.set_participant(participant.ToString());
  participation.set_role(static_cast<v1::ParticipationRole>(row.Int64(6)));
  if (auto day = records::DayOf(row, 7)) *participation.mutable_start_date() = *day;
  if (auto day = records::DayOf(row, 8)) *participation.mutable_end_date() = *day;
  if (auto day = records::DayOf(row, 9)) *participation.mutable_return_date() = *day;
  return participation;
}

}  // namespace

absl::StatusOr<bool> InsertParticipation(sql::Connection& connection,
                                         const v1::Participation& participation, int64_t seq) {
  const names::ParticipationName name = *names::ParticipationName::Parse(participation.name());
  const names::ProjectName project = *names::ProjectName::Parse(participation.project());
  const names::ParticipantName participant =
      *names::ParticipantName::Parse(participation.participant());
  return records::InsertRow(
      connection,
      "INSERT INTO participation (county, participation, programme, project, household, person, "
      "role, start_day, end_day, return_day, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
      name.county, name.participation, project.programme, project.project, participant.household,
      participant.person, static_cast<int>(participation.role()),
      records::DayColumn(participation.start_date()), records::DayColumn(participation.end_date()),
      records::DayColumn(participation.return_date()), seq);
}

absl::StatusOr<std::optional<v1::Participation>> FindParticipation(
    sql::Connection& connection, const names::ParticipationName& name) {
  return records::FindRow(connection,
                          "SELECT county, participation, programme, project, household, person, "
                          "role, start_day, end_day, return_day FROM participation "
                          "WHERE county = ?1 AND participation = ?2",
                          ReadParticipation, name.county, name.participation);
}

absl::StatusOr<std::vector<v1::Participation>> ListParticipations(sql::Connection& connection,
                                                                  const names::CountyName& county,
                                                                  const records::PageQuery& page) {
  return records::ListRows(connection,
                           "SELECT county, participation, programme, project, household, person, "
                           "role, start_day, end_day, return_day FROM participation "
                           "WHERE county = ?1 AND participation > ?2 ORDER BY participation "
                           "LIMIT ?3",
                           ReadParticipation, county.county, std::string_view(page.after),
                           page.limit);
}

}  // namespace bangfu::projects
