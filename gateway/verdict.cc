#include "gateway/verdict.h"

#include <algorithm>
#include <string_view>

#include "gateway/heads.h"
#include "services/common/names/names.h"
#include "services/common/status/errors.h"

namespace bangfu::gateway {
namespace {

constexpr std::string_view kReportingBehind = "REPORTING_BEHIND";

}  // namespace

std::vector<std::string> CountiesCrowdedOut(const SheetAnswers& answers) {
  std::vector<std::string> counties;
  const households::v1::ListPublishedCasesResponse& told = answers.households.message;
  if (!answers.households.ok() || told.cases_left_out().empty()) return counties;
  const std::vector<std::string_view> own = PartitionsOf(answers);
  const auto foreign = [&own](const std::string& name) { return !IsOwn(own, name); };
  const bool crowded = std::any_of(told.cases().begin(), told.cases().end(),
                                   [&](const auto& one) { return foreign(one.case_().name()); }) ||
                       std::any_of(told.cases_left_out().begin(), told.cases_left_out().end(),
                                   [&](const auto& one) { return foreign(one.county()); });
  if (!crowded) return counties;
  for (const std::string_view partition : own) {
    if (names::IsCounty(partition)) counties.push_back(names::CountyName{partition}.ToString());
  }
  return counties;
}

std::vector<journal::v1::JournalPosition> WhatToWaitFor(const SheetAnswers& answers) {
  const bool unknown_to_it = absl::IsNotFound(answers.reporting.status) && answers.projects.ok();
  if (!answers.reporting.ok() && !unknown_to_it) return {};
  if (!IsReportingBehind(answers)) return {};
  return PositionsToldBy(answers);
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

absl::Status AfterWaiting(const SheetAnswers& answers) {
  const absl::Status& status = answers.reporting.status;
  const bool behind = absl::IsDeadlineExceeded(status) || ReasonOf(status) == kReportingBehind ||
                      (status.ok() && IsReportingBehind(answers));
  if (!behind) return status;
  return Error(absl::StatusCode::kDeadlineExceeded, kReportingBehind,
               "reporting has not caught up with what was recorded before the call: try again, or "
               "with a later deadline");
}

}  // namespace bangfu::gateway
