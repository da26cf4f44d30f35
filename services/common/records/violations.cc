#include "services/common/records/violations.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/common/status/errors.h"

namespace bangfu::records {
namespace {

template <typename List>
absl::Status StatusOfViolations(const List& violations) {
  std::vector<FieldViolation> fields;
  for (const RecordViolation& violation : violations) {
    if (violation.reason() == journal::v1::VIOLATION_REASON_INVALID_FIELD) {
      fields.push_back({violation.field(), violation.description()});
    }
  }
  if (!fields.empty()) return InvalidFields(fields);
  const RecordViolation& first = *violations.begin();
  switch (first.reason()) {
    case journal::v1::VIOLATION_REASON_ALREADY_EXISTS_DIFFERENT:
      return Error(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS_DIFFERENT",
                   first.description(), {{"field", first.field()}});
    case journal::v1::VIOLATION_REASON_REVERSAL_MISMATCH:
      return Error(absl::StatusCode::kFailedPrecondition, "REVERSAL_MISMATCH", first.description(),
                   {{"field", first.field()}});
    default:
      return Error(absl::StatusCode::kFailedPrecondition, "REFERENCE_NOT_FOUND",
                   first.description(),
                   {{"field", first.field()}, {"resource", first.missing_resource()}});
  }
}

}  // namespace

void Violations::Add(std::string_view field, ViolationReason reason, std::string_view description,
                     std::string_view missing_resource) {
  flawed_.insert(record_index_);
  if (listed_.size() == kListedMax) {
    ++left_out_;
    return;
  }
  RecordViolation& added = listed_.emplace_back();
  added.set_record_index(record_index_);
  added.set_field(field.data(), field.size());
  added.set_reason(reason);
  added.set_description(description.data(), description.size());
  added.set_missing_resource(missing_resource.data(), missing_resource.size());
}

void Violations::MoveTo(journal::v1::BatchResult& result) && {
  for (RecordViolation& violation : listed_) *result.add_violations() = std::move(violation);
  result.set_violations_left_out(left_out_);
}

absl::Status Violations::ToStatus() const { return StatusOfViolations(listed_); }

absl::Status StatusOf(const journal::v1::BatchResult& refused) {
  return StatusOfViolations(refused.violations());
}

}  // namespace bangfu::records
