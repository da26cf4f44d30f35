// Facts in the database: put in, and asked for by subject. Reading them in the order of an
// explanation is fact_cursor.h's.
#ifndef BANGFU_SERVICES_REPORTING_FACT_STORE_H_
#define BANGFU_SERVICES_REPORTING_FACT_STORE_H_

#include <map>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/sql/connection.h"
#include "services/reporting/county_snapshot.h"
#include "services/reporting/facts.h"
#include "services/reporting/rollup.h"

namespace bangfu::reporting {

// The table's order. Rows that come in order touch each page once.
bool KeyBefore(const Fact& a, const Fact& b);

absl::Status InsertFacts(sql::Connection& connection, std::string_view county,
                         std::span<const Fact> facts);

// The facts in the table, of one county. `connection` outlives it.
absl::StatusOr<std::unique_ptr<SubjectHistory>> OpenHistory(sql::Connection& connection,
                                                            std::string_view county);

// The case with its person's money facts. Cost: one indexed read of them.
absl::StatusOr<CaseMoney> ReadCaseMoney(sql::Connection& connection, std::string_view county,
                                        Case definition);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FACT_STORE_H_
