#include "services/common/status/errors.h"

#include <cassert>
#include <cstddef>
#include <optional>

#include "absl/strings/cord.h"

#include "google/rpc/error_details.pb.h"
#include "services/common/status/clip.h"
#include "services/common/text/absl_view.h"

namespace bangfu {
namespace {

constexpr size_t kMetadataBytesMax = 200;  // of one value
constexpr size_t kFieldBytesMax = 200;
constexpr size_t kDescriptionBytesMax = 400;
constexpr int kViolationsListedMax = 50;
constexpr size_t kViolationsBytesMax = 4000;  // of all that are listed, serialised

template <typename Detail>
std::string TypeUrl() {
  return "type.googleapis.com/" + Detail::descriptor()->full_name();
}

template <typename Detail>
void SetDetail(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> GetDetail(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(TypeUrl<Detail>());
  Detail detail;
  if (!payload || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

// As many as the limits allow, and always the first.
google::rpc::BadRequest List(const std::vector<FieldViolation>& violations) {
  constexpr size_t kFrameBytes = 4;  // tag and length of one violation
  google::rpc::BadRequest bad_request;
  size_t bytes = 0;
  for (const FieldViolation& violation : violations) {
    google::rpc::BadRequest::FieldViolation listed;
    listed.set_field(Clip(violation.field, kFieldBytesMax));
    listed.set_description(Clip(violation.description, kDescriptionBytesMax));
    bytes += listed.ByteSizeLong() + kFrameBytes;
    if (bad_request.field_violations_size() == kViolationsListedMax) break;
    if (bytes > kViolationsBytesMax) break;
    *bad_request.add_field_violations() = std::move(listed);
  }
  return bad_request;
}

std::string Summary(const google::rpc::BadRequest& listed, size_t total) {
  const google::rpc::BadRequest::FieldViolation& first = listed.field_violations(0);
  std::string summary = first.field();
  if (!summary.empty()) summary += ": ";
  summary += first.description();
  if (total == 1) return summary;
  std::string all = std::to_string(total) + " fields are invalid";
  const size_t left_out = total - static_cast<size_t>(listed.field_violations_size());
  if (left_out > 0) all += " (" + std::to_string(left_out) + " of them not listed)";
  return all + "; the first: " + summary;
}

}  // namespace

absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view message,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = Clip(value, kMetadataBytesMax);
  }
  absl::Status status(code, text::AbslView(message));
  SetDetail(status, info);
  return status;
}

absl::Status ShuttingDown() {
  return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN", "the process is shutting down");
}

std::string ReasonOf(const absl::Status& status) {
  const std::optional<google::rpc::ErrorInfo> info = GetDetail<google::rpc::ErrorInfo>(status);
  return info ? info->reason() : std::string();
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  assert(!violations.empty());
  const google::rpc::BadRequest listed = List(violations);
  absl::Status status = Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS",
                              Summary(listed, violations.size()));
  SetDetail(status, listed);
  return status;
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  const std::optional<google::rpc::BadRequest> listed = GetDetail<google::rpc::BadRequest>(status);
  if (!listed) return {};
  std::vector<FieldViolation> violations;
  violations.reserve(static_cast<size_t>(listed->field_violations_size()));
  for (const google::rpc::BadRequest::FieldViolation& violation : listed->field_violations()) {
    violations.push_back({violation.field(), violation.description()});
  }
  return violations;
}

}  // namespace bangfu
