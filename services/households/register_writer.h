// Enters a batch of records of the register: asks whether what they name exists, seals personal
// fields, makes the event and folds it in. Fields have been validated before.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_REGISTER_WRITER_H_
#define BANGFU_SERVICES_HOUSEHOLDS_REGISTER_WRITER_H_

#include <optional>
#include <string>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/records/write_batch.h"
#include "services/common/seal/key.h"
#include "services/households/key_ring.h"

namespace bangfu::households {

class RegisterWriter final : public records::RecordWriter {
 public:
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;

  // What is written of the records is used up. Both must outlive this.
  RegisterWriter(const KeyRing& keys, Records& records) : keys_(keys), records_(records) {}

  int count() const override { return records_.size(); }
  absl::StatusOr<records::Outcome> Write(sql::Connection& connection, int index, int64_t seq,
                                         records::Violations& violations,
                                         std::string& event) override;

 private:
  // Adds a violation where the record names what does not exist.
  absl::Status CheckReferences(sql::Connection& connection, const v1::Record& record,
                               records::FieldChecker& check);
  absl::Status MakeEvent(sql::Connection& connection, v1::Record& record);
  // The household's key; kept for the next record, which is often of the same household.
  absl::StatusOr<const seal::Key*> KeyOf(sql::Connection& connection,
                                         const names::HouseholdName& household);

  const KeyRing& keys_;
  Records& records_;
  v1::Event event_;  // reused
  std::string key_owner_;
  std::optional<seal::Key> key_;
};

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_REGISTER_WRITER_H_
