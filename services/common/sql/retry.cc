#include "services/common/sql/retry.h"

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "services/common/status/errors.h"
#include "services/common/text/absl_view.h"

namespace bangfu::sql {
namespace {

constexpr std::string_view kDatabaseUnreachable = "DATABASE_UNREACHABLE";
constexpr std::string_view kTransactionLost = "TRANSACTION_LOST";
constexpr std::string_view kRowsStandThere = "ROWS_STAND_THERE";

constexpr absl::Duration kPauseMin = absl::Milliseconds(40);
constexpr absl::Duration kPauseMax = absl::Milliseconds(640);

}  // namespace

double Chance() {
  thread_local std::minstd_rand bits(std::random_device{}());
  return std::uniform_real_distribution<>()(bits);
}

absl::Status DatabaseUnreachable(std::string_view detail) {
  const auto words =
      absl::StrSplit(text::AbslView(detail), absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  return Error(absl::StatusCode::kUnavailable, kDatabaseUnreachable,
               "the database cannot be reached: " + absl::StrJoin(words, " "));
}

absl::Status TransactionLost(std::string_view detail) {
  return Error(absl::StatusCode::kAborted, kTransactionLost, detail);
}

absl::Status RowsStandThere() {
  return Error(absl::StatusCode::kAborted, kRowsStandThere,
               "rows that were inserted together stood there already");
}

bool IsRowsStandThere(const absl::Status& status) {
  return absl::IsAborted(status) && ReasonOf(status) == kRowsStandThere;
}

bool MayRunAgain(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return ReasonOf(status) == kDatabaseUnreachable;
  return absl::IsAborted(status) && ReasonOf(status) == kTransactionLost;
}

std::optional<absl::Duration> Backoff::Next(absl::Time now, absl::Time until, double chance) {
  if (until <= now) return std::nullopt;
  if (!end_) end_ = now + span_;
  longest_ = std::clamp(2 * longest_, kPauseMin, kPauseMax);
  const absl::Duration pause = longest_ * (1 - chance / 2);
  if (now + pause > std::min(*end_, until)) return std::nullopt;
  return pause;
}

}  // namespace bangfu::sql
