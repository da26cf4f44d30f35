// The answers to requests that had an effect, kept in the transaction of the effect, so that the
// same request again gets the same answer and does nothing.
#ifndef BANGFU_SERVICES_COMMON_JOURNAL_WRITE_REQUEST_H_
#define BANGFU_SERVICES_COMMON_JOURNAL_WRITE_REQUEST_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/common/journal/merkle_hash.h"
#include "services/common/sql/connection.h"

namespace bangfu::journal {

// Which request. The id is unique for an actor in a county.
struct RequestKey {
  std::string county;
  std::string actor;
  std::string request_id;
};

// The stored answer, or nothing when the request is new. ALREADY_EXISTS, reason REQUEST_ID_REUSED,
// when the id was used with other content.
absl::StatusOr<std::optional<std::string>> FindResponse(sql::Connection& connection,
                                                        const RequestKey& key,
                                                        const Hash& request_hash);

// Stores the answer to a new request.
absl::Status SaveResponse(sql::Connection& connection, const RequestKey& key,
                          const Hash& request_hash, std::string_view response);

}  // namespace bangfu::journal

#endif  // BANGFU_SERVICES_COMMON_JOURNAL_WRITE_REQUEST_H_
