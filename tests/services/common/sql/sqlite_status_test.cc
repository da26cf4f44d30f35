#include "services/common/sql/sqlite_status.h"

#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace bangfu::sql {
namespace {

struct Case {
  int sqlite;
  absl::StatusCode expected;
};

TEST(SqliteStatus, EachCodeHasItsStatus) {
  const Case cases[] = {
      {SQLITE_BUSY, absl::StatusCode::kUnavailable},
      {SQLITE_BUSY_SNAPSHOT, absl::StatusCode::kUnavailable},
      {SQLITE_LOCKED, absl::StatusCode::kUnavailable},
      {SQLITE_INTERRUPT, absl::StatusCode::kCancelled},
      {SQLITE_CONSTRAINT_UNIQUE, absl::StatusCode::kAlreadyExists},
      {SQLITE_CONSTRAINT_PRIMARYKEY, absl::StatusCode::kAlreadyExists},
      {SQLITE_CONSTRAINT_ROWID, absl::StatusCode::kAlreadyExists},
      {SQLITE_CONSTRAINT_FOREIGNKEY, absl::StatusCode::kFailedPrecondition},
      {SQLITE_CONSTRAINT_NOTNULL, absl::StatusCode::kFailedPrecondition},
      {SQLITE_CONSTRAINT_CHECK, absl::StatusCode::kFailedPrecondition},
      {SQLITE_READONLY_DIRECTORY, absl::StatusCode::kFailedPrecondition},
      {SQLITE_CANTOPEN_ISDIR, absl::StatusCode::kFailedPrecondition},
      {SQLITE_FULL, absl::StatusCode::kResourceExhausted},
      {SQLITE_NOMEM, absl::StatusCode::kResourceExhausted},
      {SQLITE_IOERR_NOMEM, absl::StatusCode::kResourceExhausted},
      {SQLITE_TOOBIG, absl::StatusCode::kInvalidArgument},
      {SQLITE_CORRUPT_INDEX, absl::StatusCode::kDataLoss},
      {SQLITE_NOTADB, absl::StatusCode::kDataLoss},
      {SQLITE_ABORT_ROLLBACK, absl::StatusCode::kAborted},
      {SQLITE_IOERR_FSYNC, absl::StatusCode::kInternal},
      {SQLITE_MISUSE, absl::StatusCode::kInternal},
  };
  for (const Case& c : cases)
    EXPECT_EQ(SqliteError(c.sqlite, "", "").code(), c.expected) << c.sqlite;
}

TEST(SqliteStatus, LongSubjectIsCut) {
  const absl::Status status = SqliteError(SQLITE_FULL, "", std::string(5000, 'x'));
  EXPECT_LT(status.message().size(), 200u);
}

}  // namespace
}  // namespace bangfu::sql
