// Entering one record: new, there already with the same content, or refused because it stands there
// with other content. Nothing overwrites a record.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_ENTER_H_
#define BANGFU_SERVICES_COMMON_RECORDS_ENTER_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message_lite.h"
#include "services/common/records/fields.h"
#include "services/common/records/write_batch.h"

namespace bangfu::records {

// Whether two messages without maps, both normalised, say the same.
bool SameContent(const google::protobuf::MessageLite& left,
                 const google::protobuf::MessageLite& right);

// Adds the violation that a record of this name stands there with other content.
void RefuseDifferent(FieldChecker& check, std::string_view name);

// `inserted` is what the store's Insert answered for `record`; `find` looks up what stands there.
template <typename Record, typename Find>
absl::StatusOr<Outcome> Enter(const absl::StatusOr<bool>& inserted, const Record& record,
                              std::string_view name, Find&& find, FieldChecker& check) {
  if (!inserted.ok()) return inserted.status();
  if (*inserted) return Outcome::kRecorded;
  const absl::StatusOr<std::optional<Record>> existing = find();
  if (!existing.ok()) return existing.status();
  if (existing->has_value() && SameContent(**existing, record)) return Outcome::kUnchanged;
  RefuseDifferent(check, name);
  return Outcome::kRefused;
}

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_ENTER_H_
