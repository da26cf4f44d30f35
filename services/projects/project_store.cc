#include "services/projects/project_store.h"

#include <string>

#include "services/common/records/rows.h"
#include "services/common/records/texts.h"
#include "services/projects/children.h"

namespace bangfu::projects {
namespace {

using records::kChinese;
using records::kEnglish;

v1::Project ReadProject(sql::Statement& row) {
  v1::Project project;
  project.set_name(names::ProjectName{row.Text(0), row.Text(1)}.ToString());
  records::ReadTexts(row, 2, *project.mutable_titles());
  records::ReadTexts(row, 4, *project.mutable_descriptions());
  project.set_pillar(static_cast<v1::Pillar>(row.Int64(6)));
  project.set_model(static_cast<v1::ProjectModel>(row.Int64(7)));
  if (auto day = records::DayOf(row, 8)) *project.mutable_start_date() = *day;
  return project;
}

absl::StatusOr<std::vector<v1::Project>> WithCounties(
    sql::Connection& connection, const names::ProgrammeName& programme,
    absl::StatusOr<std::vector<v1::Project>> projects) {
  return WithChildren(
      connection,
      "SELECT project, county FROM project_county "
      "WHERE programme = ?1 AND project >= ?2 AND project <= ?3 ORDER BY project, county",
      std::move(projects),
      [](const v1::Project& project) { return names::ProjectName::Parse(project.name())->project; },
      [](sql::Statement& row, v1::Project& project) {
        project.add_counties(names::CountyName{row.Text(1)}.ToString());
      },
      programme.programme);
}

}  // namespace

absl::StatusOr<bool> InsertProject(sql::Connection& connection, const v1::Project& project,
                                   int64_t seq) {
  const names::ProjectName name = *names::ProjectName::Parse(project.name());
  absl::StatusOr<bool> inserted = records::InsertRow(
      connection,
      "INSERT INTO project (programme, project, title_zh, title_en, description_zh, "
      "description_en, pillar, model, start_day, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
      name.programme, name.project, records::TextIn(project.titles(), kChinese),
      records::TextIn(project.titles(), kEnglish),
      records::TextIn(project.descriptions(), kChinese),
      records::TextIn(project.descriptions(), kEnglish), static_cast<int>(project.pillar()),
      static_cast<int>(project.model()), records::DayColumn(project.start_date()), seq);
  if (!inserted.ok() || !*inserted) return inserted;
  absl::Status status = InsertChildren(
      connection, "INSERT INTO project_county (programme, project, county) VALUES (?1, ?2, ?3)",
      project.counties(), [&name](sql::Statement& insert, int, const std::string& county) {
        return insert
            .BindAll(name.programme, name.project, names::CountyName::Parse(county)->county)
            .Run();
      });
  if (!status.ok()) return status;
  return true;
}

absl::StatusOr<std::optional<v1::Project>> FindProject(sql::Connection& connection,
                                                       const names::ProjectName& name) {
  return First(WithCounties(
      connection, name.Programme(),
      records::ListRows(connection,
                        "SELECT programme, project, title_zh, title_en, description_zh, "
                        "description_en, pillar, model, start_day FROM project "
                        "WHERE programme = ?1 AND project = ?2",
                        ReadProject, name.programme, name.project)));
}

absl::StatusOr<std::vector<v1::Project>> ListProjects(sql::Connection& connection,
                                                      const names::ProgrammeName& programme,
                                                      const records::PageQuery& page) {
  return WithCounties(
      connection, programme,
      records::ListRows(connection,
                        "SELECT programme, project, title_zh, title_en, description_zh, "
                        "description_en, pillar, model, start_day FROM project "
                        "WHERE programme = ?1 AND project > ?2 ORDER BY project LIMIT ?3",
                        ReadProject, programme.programme, std::string_view(page.after),
                        page.limit));
}

absl::Status FindProjectsInCounty(
    sql::Connection& connection, const std::vector<names::ProjectName>& names,
    std::string_view county,
    const std::function<void(const names::ProjectName&, const ProjectInCounty&)>& on_found) {
  return records::ForEachKey(
      connection,
      "SELECT pillar, EXISTS (SELECT 1 FROM project_county "
      "WHERE programme = ?1 AND project = ?2 AND county = ?3) "
      "FROM project WHERE programme = ?1 AND project = ?2",
      names,
      [county](sql::Statement& query, const names::ProjectName& name) {
        query.BindAll(name.programme, name.project, county);
      },
      [&on_found](const names::ProjectName& name, sql::Statement& row) {
        on_found(name, {static_cast<v1::Pillar>(row.Int64(0)), row.Int64(1) != 0});
        return absl::OkStatus();
      });
}

}  // namespace bangfu::projects
