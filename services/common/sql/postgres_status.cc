#include "services/common/sql/postgres_status.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "services/common/sql/retry.h"
#include "services/common/text/absl_view.h"

namespace bangfu::sql {
namespace {

constexpr size_t kSubjectBytesMax = 120;

struct Code {
  std::string_view sql_state;  // five characters, or a class of two
  absl::StatusCode code;
};

constexpr Code kCodes[] = {
    {"23505", absl::StatusCode::kAlreadyExists},       // unique_violation
    {"23", absl::StatusCode::kFailedPrecondition},     // other constraints
    {"25006", absl::StatusCode::kFailedPrecondition},  // read_only_sql_transaction
    {"28", absl::StatusCode::kFailedPrecondition},     // invalid authorization
    {"3D000", absl::StatusCode::kFailedPrecondition},  // the database does not exist
    {"42501", absl::StatusCode::kFailedPrecondition},  // insufficient_privilege
    {"53", absl::StatusCode::kResourceExhausted},      // disk, memory, connections
    {"54", absl::StatusCode::kInvalidArgument},        // program limit exceeded
    {"55P03", absl::StatusCode::kUnavailable},         // lock_not_available
    {"57014", absl::StatusCode::kCancelled},           // query_canceled
    {"XX001", absl::StatusCode::kDataLoss},            // data_corrupted
    {"XX002", absl::StatusCode::kDataLoss},            // index_corrupted
};

absl::StatusCode CodeOf(std::string_view sql_state) {
  for (const Code& known : kCodes) {
    if (sql_state.starts_with(known.sql_state)) return known.code;
  }
  return absl::StatusCode::kInternal;
}

bool LosesTransaction(std::string_view sql_state) {
  return sql_state == "40001" || sql_state == "40P01";  // serialization_failure, deadlock_detected
}

// The server ends the session: admin_shutdown, crash_shutdown, cannot_connect_now, idle timeouts.
bool EndsSession(std::string_view sql_state) {
  return sql_state.starts_with("57P") || sql_state.starts_with("08") || sql_state == "25P03";
}

}  // namespace

absl::Status PostgresError(std::string_view sql_state, std::string_view detail,
                           std::string_view subject) {
  std::string message = absl::StrCat("postgresql ", text::AbslView(sql_state));
  if (!detail.empty()) absl::StrAppend(&message, ": ", text::AbslView(detail));
  if (!subject.empty()) {
    absl::StrAppend(&message, " (", text::AbslView(subject.substr(0, kSubjectBytesMax)),
                    subject.size() > kSubjectBytesMax ? "...)" : ")");
  }
  if (EndsSession(sql_state)) return DatabaseUnreachable(message);
  if (LosesTransaction(sql_state)) return TransactionLost(message);
  return absl::Status(CodeOf(sql_state), message);
}

}  // namespace bangfu::sql
