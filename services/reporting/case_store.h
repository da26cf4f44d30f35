// Cases in the database, and what their persons were paid: kept by day, so that nobody has to look
// through the facts for it.
#ifndef BANGFU_SERVICES_REPORTING_CASE_STORE_H_
#define BANGFU_SERVICES_REPORTING_CASE_STORE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/facts.h"
#include "services/reporting/programme.h"

namespace bangfu::reporting {

// A case of that name that stands there already is replaced.
absl::Status SaveCase(sql::Connection& connection, std::string_view county, const Case& saved);

// By name.
absl::StatusOr<std::vector<Case>> ListCases(sql::Connection& connection, std::string_view county);

// Adds what the facts pay the case's person in its programme. Not twice for one person, who may
// have several cases.
absl::Status AddPayments(sql::Connection& connection, std::string_view county, const Case& of,
                         const std::vector<Fact>& facts);

// Adds up anew, from all facts: for a case that is new. Cost: a walk over the facts of the cells in
// which the person was paid, those of the same project and kind.
absl::Status CollectPayments(sql::Connection& connection, std::string_view county, const Case& of);

// The case with what its person was paid in its programme. Cost: one indexed read of that.
absl::StatusOr<CaseMoney> ReadCaseMoney(sql::Connection& connection, std::string_view county,
                                        Case definition);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_CASE_STORE_H_
