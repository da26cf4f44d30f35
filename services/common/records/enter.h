// Entering one record: new, there already with the same content, or refused because it stands there
// with other content. Nothing overwrites a record.
#ifndef BANGFU_SERVICES_COMMON_RECORDS_ENTER_H_
#define BANGFU_SERVICES_COMMON_RECORDS_ENTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "google/protobuf/message_lite.h"
#include "services/common/records/fields.h"
#include "services/common/records/write_batch.h"
#include "services/common/sql/connection.h"

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

// Enters `record`, called `name`, as the entry `seq`, by its store's functions.
template <typename Name, typename Record>
absl::StatusOr<Outcome> EnterBy(absl::StatusOr<bool> (*insert)(sql::Connection&, const Record&,
                                                               int64_t),
                                absl::StatusOr<std::optional<Record>> (*find)(sql::Connection&,
                                                                              const Name&),
                                sql::Connection& connection, const Record& record,
                                const std::string& name, int64_t seq, FieldChecker& check) {
  return Enter(
      insert(connection, record, seq), record, name,
      [&] { return find(connection, *Name::Parse(name)); }, check);
}

}  // namespace bangfu::records

#endif  // BANGFU_SERVICES_COMMON_RECORDS_ENTER_H_
