// What the sheet of a programme needs from here, read in one go. On the path of every sheet: keyed
// reads alone.
#ifndef BANGFU_SERVICES_PROJECTS_PROGRAMME_PROFILE_H_
#define BANGFU_SERVICES_PROJECTS_PROGRAMME_PROFILE_H_

#include "absl/status/status.h"

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// As ProjectsService.GetProgrammeProfile says. Cost: a head for each county, six statements, one
// for each attestation; and counting the facilities or attestations, where there are more than are
// listed.
absl::Status GetProgrammeProfile(sql::Connection& connection,
                                 const v1::GetProgrammeProfileRequest& request,
                                 v1::ProgrammeProfile& profile);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROGRAMME_PROFILE_H_
