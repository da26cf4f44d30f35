// Programmes and their designations in the database. It keeps what it is given: rules are in
// validate.h and references.h.
#ifndef BANGFU_SERVICES_PROJECTS_PROGRAMME_STORE_H_
#define BANGFU_SERVICES_PROJECTS_PROGRAMME_STORE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a programme as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertProgramme(sql::Connection& connection, const v1::Programme& programme,
                                     int64_t seq);
absl::StatusOr<std::optional<v1::Programme>> FindProgramme(sql::Connection& connection,
                                                           const names::ProgrammeName& name);
absl::StatusOr<std::vector<v1::Programme>> ListProgrammes(sql::Connection& connection,
                                                          const records::PageQuery& page);

// Whether there is one; by key, without reading it.
absl::StatusOr<bool> HasProgramme(sql::Connection& connection, const names::ProgrammeName& name);
// Whether it answers for the county, since whenever.
absl::StatusOr<bool> IsDesignated(sql::Connection& connection, const names::ProgrammeName& name,
                                  std::string_view county);

// How many entries of the global log have been recorded in its tables, those of programmes,
// projects and attestations: every entry is a row of one of them. Cost: one seek in each.
absl::StatusOr<int64_t> CountGlobalEntries(sql::Connection& connection);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROGRAMME_STORE_H_
