#include "gateway/verdict.h"

#include "gateway/heads.h"
#include "services/common/status/errors.h"

namespace bangfu::gateway {
namespace {

constexpr std::string_view kReportingBehind = "REPORTING_BEHIND";

}  // namespace

std::vector<journal::v1::JournalPosition> WhatToWaitFor(const SheetAnswers& answers) {
  const bool unknown_to_it = absl::IsNotFound(answers.reporting.status) && answers.projects.ok();
  if (!answers.reporting.ok() && !unknown_to_it) return {};
  return WhatReportingLacks(answers);
}

absl::Status ErrorOf(const SheetAnswers& answers) {
  const absl::Status* const by_authority[] = {&answers.projects.status, &answers.reporting.status,
                                              &answers.households.status};
  int late = 0;
  int silent = 0;
  for (const absl::Status* status : by_authority) {
    if (IsCallersFault(*status)) return *status;
    if (!status->ok()) ++silent;
    if (absl::IsDeadlineExceeded(*status)) ++late;
  }
  if (silent < 3) return absl::OkStatus();
  return Error(late == 3 ? absl::StatusCode::kDeadlineExceeded : absl::StatusCode::kUnavailable,
               "NO_SOURCE_ANSWERED", "neither households nor projects nor reporting answers");
}

absl::Status AfterWaiting(const absl::Status& status) {
  const bool behind = absl::IsDeadlineExceeded(status) || ReasonOf(status) == kReportingBehind;
  if (!behind) return status;
  return Error(absl::StatusCode::kDeadlineExceeded, kReportingBehind,
               "reporting has not caught up with what was recorded before the call: try again, or "
               "with a later deadline");
}

}  // namespace bangfu::gateway
