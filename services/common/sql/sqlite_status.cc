#include "services/common/sql/sqlite_status.h"

#include <string>

#include <sqlite3.h>

namespace bangfu::sql {
namespace {

constexpr size_t kSubjectBytesMax = 120;

absl::StatusCode CodeOf(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return absl::StatusCode::kAlreadyExists;
    case SQLITE_IOERR_NOMEM:
      return absl::StatusCode::kResourceExhausted;
    default:
      break;
  }
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kUnavailable;
    case SQLITE_INTERRUPT:
      return absl::StatusCode::kCancelled;
    case SQLITE_CONSTRAINT:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_TOOBIG:
      return absl::StatusCode::kInvalidArgument;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_ABORT:
    case SQLITE_SCHEMA:
      return absl::StatusCode::kAborted;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

absl::Status SqliteError(int extended_code, std::string_view detail, std::string_view subject) {
  std::string message = "sqlite " + std::to_string(extended_code) + ": ";
  message.append(detail.empty() ? sqlite3_errstr(extended_code) : detail);
  if (!subject.empty()) {
    message.append(" (").append(subject.substr(0, kSubjectBytesMax));
    message.append(subject.size() > kSubjectBytesMax ? "...)" : ")");
  }
  return absl::Status(CodeOf(extended_code), message);
}

}  // namespace bangfu::sql
