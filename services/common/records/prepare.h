// The part of a write that needs no database: a batch's head and every record's fields are checked,
// records are brought into normal form, and the content is hashed. Runs on the caller's thread, so
// that the writer's thread has only SQL and hashes to do.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_PREPARE_H_
#define BANGFU_SERVICES_COMMON_RECORDS_PREPARE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

#include "services/common/records/fields.h"
#include "services/common/records/violations.h"
#include "services/common/records/write_batch.h"

namespace bangfu::records {

inline constexpr int kBatchRecordsMax = 1000;

// A batch ready for the writer: `Request` is a service's ImportRecordsRequest.
template <typename Request>
struct PreparedBatch {
  BatchHeader header;
  Request request;  // its records in normal form
  Violations violations;
};

// The partition that a record of this name belongs to; 000000 for what is no name, so that it is
// the name's own check that refuses it.
std::string PartitionOf(std::string_view name);

// Checks what surrounds the records; INVALID_ARGUMENT with field violations.
absl::Status CheckBatch(std::string_view request_id, std::string_view county, int record_count);

// Prepares a batch. `validate(county, Record&, Violations&)` checks and normalises one record;
// `hash(content)` hashes the bytes of all of them. The caller sets header.recorded_at.
template <typename Request, typename Validate, typename HashContent>
absl::StatusOr<PreparedBatch<Request>> Prepare(std::string_view journal, Request request,
                                               Validate&& validate, HashContent&& hash) {
  absl::Status status = CheckBatch(request.request_id(), request.county(), request.records_size());
  if (!status.ok()) return status;
  PreparedBatch<Request> batch;
  batch.header.journal = journal;
  batch.header.county = request.county();
  batch.header.actor = kLoopbackActor;
  batch.header.request_id = request.request_id();
  batch.header.validate_only = request.validate_only();
  for (int index = 0; index < request.records_size(); ++index) {
    batch.violations.BeginRecord(index);
    validate(std::string_view(batch.header.county), *request.mutable_records(index),
             batch.violations);
  }
  request.clear_request_id();
  request.clear_validate_only();
  if (!batch.header.validate_only) batch.header.request_hash = hash(request.SerializeAsString());
  batch.request = std::move(request);
  return batch;
}

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_PREPARE_H_
