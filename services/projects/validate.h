// The rules for the fields of the records of programmes, and their one normal form. Pure: whether
// what a record names exists and fits is asked in references.h.
#ifndef BANGFU_SERVICES_PROJECTS_VALIDATE_H_
#define BANGFU_SERVICES_PROJECTS_VALIDATE_H_

#include <string_view>

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/records/violations.h"

namespace bangfu::projects {

// Checks a record of the partition `county` and brings it into normal form: Chinese texts first,
// counties, designations and service kinds in order, absent dates unset, so that the same content
// is the same bytes. Violations have paths like "ledger_entry.amount_fen".
void Validate(std::string_view county, v1::Record& record, records::Violations& violations);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_VALIDATE_H_
