#include "gateway/suite_status.h"

#include <string>
#include <string_view>

#include "gateway/answers.h"
#include "gateway/heads.h"
#include "services/common/server/version.h"

namespace bangfu::gateway {
namespace {

using grpc::health::v1::HealthCheckResponse;

constexpr std::string_view kGateway = "gateway";

// Empty when it serves.
std::string ProblemOf(const Health& health, const absl::Status& heads) {
  if (!health.ok()) return WhyNoAnswer(health.status());
  if (health->status() != HealthCheckResponse::SERVING)
    return "starting, shutting down or without its database";
  if (!heads.ok()) return "its heads: " + WhyNoAnswer(heads);
  return {};
}

// `answer` has tree_heads and server_version.
template <typename Answer>
void AddService(std::string_view name, const Health& health, const absl::StatusOr<Answer>& answer,
                v1::SuiteStatus& status) {
  v1::ServiceStatus& service = *status.add_services();
  service.set_service(std::string(name));
  service.set_problem(ProblemOf(health, answer.status()));
  service.set_serving(service.problem().empty());
  if (!answer.ok()) return;
  service.set_version(answer->server_version());
  *service.mutable_tree_heads() = answer->tree_heads();
}

void SetSheetCache(const SheetCacheStats& stats, const PresentHeads::Copies& copies,
                   v1::SheetCacheStatus& status) {
  status.set_hit_count(static_cast<int64_t>(stats.hits));
  status.set_miss_count(static_cast<int64_t>(stats.misses));
  status.set_sheet_count(static_cast<int64_t>(stats.sheets));
  status.set_size_bytes(static_cast<int64_t>(stats.bytes));
  status.set_copy_count(copies.all);
  status.set_watched_copy_count(copies.known);
}

}  // namespace

v1::SuiteStatus MakeSuiteStatus(const SuiteAnswers& answers) {
  v1::SuiteStatus status;
  AddService(kHouseholds, answers.households_health, answers.households_heads, status);
  AddService(kProjects, answers.projects_health, answers.projects_heads, status);
  AddService(kReporting, answers.reporting_health, answers.reporting_progress, status);
  v1::ServiceStatus& gateway = *status.add_services();
  gateway.set_service(std::string(kGateway));
  gateway.set_serving(true);
  gateway.set_version(std::string(server::Version()));
  if (answers.sheet_cache) {
    SetSheetCache(*answers.sheet_cache, answers.copies, *status.mutable_sheet_cache());
  }
  if (!answers.reporting_progress.ok()) return status;
  int64_t behind = 0;
  for (const Heads* own : {&answers.households_heads, &answers.projects_heads}) {
    if (!own->ok()) return status;  // what it has is not known, so neither is what is missing of it
    behind += EntriesBehind((*own)->tree_heads(), answers.reporting_progress->tree_heads());
  }
  status.set_reporting_behind_entries(behind);
  return status;
}

}  // namespace bangfu::gateway
