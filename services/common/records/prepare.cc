#include "services/common/records/prepare.h"

namespace bangfu::records {

std::string PartitionOf(std::string_view name) {
  return std::string(names::CountyOf(name).value_or(names::kGlobalPartition));
}

absl::Status CheckBatch(std::string_view request_id, std::string_view county, int record_count) {
  Violations violations;
  FieldChecker check(violations);
  check.RequestId("request_id", request_id);
  check.Partition("county", county);
  check.IntRange("records", record_count, 1, kBatchRecordsMax);
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

}  // namespace bangfu::records
