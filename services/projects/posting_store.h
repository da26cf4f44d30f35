// Postings and their honours in the database.
#ifndef BANGFU_SERVICES_PROJECTS_POSTING_STORE_H_
#define BANGFU_SERVICES_PROJECTS_POSTING_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps a posting as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertPosting(sql::Connection& connection, const v1::Posting& posting,
                                   int64_t seq);
absl::StatusOr<std::optional<v1::Posting>> FindPosting(sql::Connection& connection,
                                                       const names::PostingName& name);
// Fewer than the limit, too, once they are more bytes than a page may have.
absl::StatusOr<std::vector<v1::Posting>> ListPostings(sql::Connection& connection,
                                                      const names::CountyName& county,
                                                      const records::PageQuery& page);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_POSTING_STORE_H_
