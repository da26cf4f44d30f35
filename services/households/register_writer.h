// Enters a batch of records of the register: asks whether what they name exists, seals personal
// fields, makes the event and folds it in. Fields have been validated before.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_REGISTER_WRITER_H_
#define BANGFU_SERVICES_HOUSEHOLDS_REGISTER_WRITER_H_

#include <string>

#include "bangfu/households/v1/events.pb.h"
#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/records/write_batch.h"
#include "services/common/seal/key.h"
#include "services/households/key_ring.h"
#include "services/households/references.h"

namespace bangfu::households {

class RegisterWriter final : public records::RecordWriter {
 public:
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;

  // Both must outlive this.
  RegisterWriter(const KeyRing& keys, const Records& records) : keys_(keys), records_(records) {}

  int count() const override { return records_.size(); }
  absl::Status Begin(sql::Connection& connection) override;
  absl::StatusOr<records::Outcome> Write(sql::Connection& connection, int index, int64_t seq,
                                         records::Violations& violations,
                                         std::string& event) override;

 private:
  absl::Status LoadKeys(sql::Connection& connection);
  absl::Status MakeEvent(sql::Connection& connection, const v1::Record& record);
  // The household's key, made when there is none.
  absl::StatusOr<const seal::Key*> KeyOf(sql::Connection& connection,
                                         const names::HouseholdName& household);

  const KeyRing& keys_;
  const Records& records_;
  References references_;
  v1::Event event_;  // reused
  HouseholdKeys known_keys_;
};

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_REGISTER_WRITER_H_
