// Projects and the counties they run in, in the database.
#ifndef BANGFU_SERVICES_PROJECTS_PROJECT_STORE_H_
#define BANGFU_SERVICES_PROJECTS_PROJECT_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a project as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertProject(sql::Connection& connection, const v1::Project& project,
                                   int64_t seq);
absl::StatusOr<std::optional<v1::Project>> FindProject(sql::Connection& connection,
                                                       const names::ProjectName& name);
// Fewer than the limit, too, once they are more bytes than a page may have.
absl::StatusOr<std::vector<v1::Project>> ListProjects(sql::Connection& connection,
                                                      const names::ProgrammeName& programme,
                                                      const records::PageQuery& page);

// What a record of a county needs to know of its project.
struct ProjectInCounty {
  v1::Pillar pillar;
  bool runs_here;
};

// Tells of each of the projects that is there.
absl::Status FindProjectsInCounty(
    sql::Connection& connection, const std::vector<names::ProjectName>& names,
    std::string_view county,
    const std::function<void(const names::ProjectName&, const ProjectInCounty&)>& on_found);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROJECT_STORE_H_
