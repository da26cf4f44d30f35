// The rules for the fields of the register's records, and their one normal form. Pure: whether what
// a record names exists is asked in register_writer.h.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_VALIDATE_H_
#define BANGFU_SERVICES_HOUSEHOLDS_VALIDATE_H_

#include <string_view>

#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/records/violations.h"

namespace bangfu::households {

// Checks a record of `county` and brings it into normal form: Chinese texts first, absent dates
// unset, so that the same content is the same bytes. Violations have paths like "village.title".
void Validate(std::string_view county, v1::Record& record, records::Violations& violations);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_VALIDATE_H_
