// Programmes and their designations in the database. It keeps what it is given: rules are in
// validate.h and references.h.
#ifndef BANGFU_SERVICES_PROJECTS_PROGRAMME_STORE_H_
#define BANGFU_SERVICES_PROJECTS_PROGRAMME_STORE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
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
// Fewer than the limit, too, once they are more bytes than a page may have.
absl::StatusOr<std::vector<v1::Programme>> ListProgrammes(sql::Connection& connection,
                                                          const records::PageQuery& page);

// Tells of those that are there, looked up in one go.
absl::Status FindExisting(sql::Connection& connection,
                          const std::vector<names::ProgrammeName>& names,
                          absl::FunctionRef<void(const names::ProgrammeName&)> on_found);

// A programme, and a county that it may answer for.
struct ProgrammeInCounty {
  names::ProgrammeName programme;
  std::string_view county;
};

// Tells of those where it answers for the county, since whenever.
absl::Status FindDesignated(sql::Connection& connection,
                            const std::vector<ProgrammeInCounty>& pairs,
                            absl::FunctionRef<void(const ProgrammeInCounty&)> on_found);

// How many entries of the global log have been recorded in its tables, those of programmes,
// projects and attestations: every entry is a row of one of them. Cost: one seek in each.
absl::StatusOr<int64_t> CountGlobalEntries(sql::Connection& connection);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROGRAMME_STORE_H_
