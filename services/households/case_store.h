// Cases in the database.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_CASE_STORE_H_
#define BANGFU_SERVICES_HOUSEHOLDS_CASE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/households/v1/households.pb.h"
#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::households {

// Keeps a case as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertCase(sql::Connection& connection, const v1::Case& record, int64_t seq);
absl::StatusOr<std::optional<v1::Case>> FindCase(sql::Connection& connection,
                                                 const names::CaseName& name);
absl::StatusOr<std::vector<v1::Case>> ListCases(sql::Connection& connection,
                                                const names::CountyName& county,
                                                const records::PageQuery& page);

// A case and the entry that recorded it.
struct RecordedCase {
  v1::Case record;
  int64_t seq;
};

// Those of a programme whose consent was given by `day` and never withdrawn, by county and id, at
// most `limit`.
absl::StatusOr<std::vector<RecordedCase>> ListConsentedCases(sql::Connection& connection,
                                                             const names::ProgrammeName& programme,
                                                             date::Date day, int limit);

// How many of them there are in a county.
struct CountyCases {
  std::string county;  // six digits
  int64_t count;
};
// By county; those without any are not there. Cost: a walk over all of them.
absl::StatusOr<std::vector<CountyCases>> CountConsentedCases(sql::Connection& connection,
                                                             const names::ProgrammeName& programme,
                                                             date::Date day);

// The first of them in each of these counties, as many as it says: by county, as these come, and
// id. Looked up in one go, each in its county.
absl::StatusOr<std::vector<RecordedCase>> ListFirstCases(sql::Connection& connection,
                                                         const names::ProgrammeName& programme,
                                                         date::Date day,
                                                         const std::vector<CountyCases>& counties);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_CASE_STORE_H_
