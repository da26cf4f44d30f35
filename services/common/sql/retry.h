// Which failures of a database are worth another try, whatever database it is, and when.
#ifndef BANGFU_SERVICES_COMMON_SQL_RETRY_H_
#define BANGFU_SERVICES_COMMON_SQL_RETRY_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace bangfu::sql {

// UNAVAILABLE, reason DATABASE_UNREACHABLE: there is no connection, or it broke. What was not
// committed is lost; of a commit under way nobody knows. In one line, however many `detail` has.
absl::Status DatabaseUnreachable(std::string_view detail);

// ABORTED, reason TRANSACTION_LOST: the database gave the transaction up for another one's sake (a
// serialization failure, a deadlock).
absl::Status TransactionLost(std::string_view detail);

// ABORTED, reason ROWS_STAND_THERE: inserts were collected (Connection::BeginCollecting) on the
// assumption that none of their rows stood there, and one did.
absl::Status RowsStandThere();
bool IsRowsStandThere(const absl::Status& status);

// One of the first two: the transaction may be run again from its beginning.
bool MayRunAgain(const absl::Status& status);

// Evenly from 0 up to 1, as Backoff wants it. Thread-safe.
double Chance();

// The pauses between the tries of one thing. They double, up to a bound, each shortened by chance
// so that those who were in each other's way do not meet again.
class Backoff {
 public:
  // Nothing is tried later than `span` after the first failure.
  explicit Backoff(absl::Duration span) : span_(span) {}

  // How long to wait before the next try, told at each failure; nothing when there is to be none,
  // since it would come behind the span or `until`. `chance`: of Chance().
  std::optional<absl::Duration> Next(absl::Time now, absl::Time until, double chance);

 private:
  const absl::Duration span_;
  std::optional<absl::Time> end_;
  absl::Duration longest_;
};

}  // namespace bangfu::sql

#endif  // BANGFU_SERVICES_COMMON_SQL_RETRY_H_
