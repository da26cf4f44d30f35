#include "services/common/sql/postgres_status.h"

#include <string>

#include <gtest/gtest.h>

#include "services/common/sql/retry.h"
#include "services/common/status/errors.h"

namespace bangfu::sql {
namespace {

using absl::StatusCode;

TEST(PostgresStatus, EachStateHasItsCode) {
  const struct {
    std::string_view state;
    StatusCode code;
    std::string_view reason;
    bool may_run_again;
  } cases[] = {
      {"23505", StatusCode::kAlreadyExists, "", false},
      {"23502", StatusCode::kFailedPrecondition, "", false},
      {"23503", StatusCode::kFailedPrecondition, "", false},
      {"25006", StatusCode::kFailedPrecondition, "", false},
      {"28P01", StatusCode::kFailedPrecondition, "", false},
      {"3D000", StatusCode::kFailedPrecondition, "", false},
      {"40001", StatusCode::kAborted, "TRANSACTION_LOST", true},
      {"40P01", StatusCode::kAborted, "TRANSACTION_LOST", true},
      {"42P01", StatusCode::kInternal, "", false},
      {"53100", StatusCode::kResourceExhausted, "", false},
      {"55P03", StatusCode::kUnavailable, "", false},
      {"57014", StatusCode::kCancelled, "", false},
      {"57P01", StatusCode::kUnavailable, "DATABASE_UNREACHABLE", true},
      {"08006", StatusCode::kUnavailable, "DATABASE_UNREACHABLE", true},
      {"XX001", StatusCode::kDataLoss, "", false},
      {"", StatusCode::kInternal, "", false},
  };
  for (const auto& c : cases) {
    const absl::Status status = PostgresError(c.state, "", "");
    EXPECT_EQ(status.code(), c.code) << c.state;
    EXPECT_EQ(ReasonOf(status), c.reason) << c.state;
    EXPECT_EQ(MayRunAgain(status), c.may_run_again) << c.state;
  }
}

TEST(PostgresStatus, LongStatementIsCut) {
  const std::string message(PostgresError("42601", "", std::string(1000, 'x')).message());
  EXPECT_LT(message.size(), 200u);
  EXPECT_TRUE(message.ends_with("...)")) << message;
}

TEST(PostgresStatus, OnlyTheOneReasonMeansThatRowsStandThere) {
  EXPECT_TRUE(IsRowsStandThere(RowsStandThere()));
  EXPECT_FALSE(IsRowsStandThere(TransactionLost("deadlock")));
  EXPECT_FALSE(IsRowsStandThere(absl::OkStatus()));
  EXPECT_FALSE(MayRunAgain(RowsStandThere()));
}

}  // namespace
}  // namespace bangfu::sql
