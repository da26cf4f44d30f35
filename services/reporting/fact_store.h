// Facts in the database: put in, and added up for cases. Reading them in the order of an
// explanation is fact_cursor.h's, what is known of their subjects presence_store.h's.
#ifndef BANGFU_SERVICES_REPORTING_FACT_STORE_H_
#define BANGFU_SERVICES_REPORTING_FACT_STORE_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"

#include "services/common/sql/connection.h"
#include "services/reporting/facts.h"
#include "services/reporting/number_store.h"

namespace bangfu::reporting {

// `cells` has those of the facts.
absl::Status InsertFacts(sql::Connection& connection, std::string_view county,
                         const std::vector<Fact>& facts, const NumberedCells& cells);

}  // namespace bangfu::reporting

#endif  // BANGFU_SERVICES_REPORTING_FACT_STORE_H_
