// What is wrong with the records of a batch: gathered while it is checked and written, capped, and
// turned into the answer of a batch or, for a single record, into a Status.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_VIOLATIONS_H_
#define BANGFU_SERVICES_COMMON_RECORDS_VIOLATIONS_H_

#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"

#include "bangfu/journal/v1/write.pb.h"

namespace bangfu::records {

using journal::v1::RecordViolation;
using journal::v1::ViolationReason;

class Violations {
 public:
  // A batch lists at most this many.
  static constexpr int kListedMax = 50;

  // The record that what is added from now on is about, from 0.
  void BeginRecord(int index) { record_index_ = index; }

  void Add(std::string_view field, ViolationReason reason, std::string_view description,
           std::string_view missing_resource = {});

  bool empty() const { return listed_.empty(); }
  // Whether that record has any.
  bool has_any(int index) const { return flawed_.contains(index); }

  // Into the answer of a batch.
  void MoveTo(journal::v1::BatchResult& result) &&;

  // Of a single record or request, not empty: see StatusOf.
  absl::Status ToStatus() const;

 private:
  int record_index_ = 0;
  absl::flat_hash_set<int> flawed_;  // indices of records with violations
  int left_out_ = 0;
  std::vector<RecordViolation> listed_;
};

// The answer to a single record whose batch was refused. INVALID_ARGUMENT with a BadRequest when a
// field is wrong, else FAILED_PRECONDITION (a reference not found, reason REFERENCE_NOT_FOUND; a
// reversal, reason REVERSAL_MISMATCH) or ALREADY_EXISTS (reason ALREADY_EXISTS_DIFFERENT).
absl::Status StatusOf(const journal::v1::BatchResult& refused);

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_VIOLATIONS_H_
