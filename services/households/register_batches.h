// Batches of the register: prepared, then written. The calls that they come by are the service's.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_REGISTER_BATCHES_H_
#define BANGFU_SERVICES_HOUSEHOLDS_REGISTER_BATCHES_H_

#include <utility>

#include "bangfu/households/v1/households_service.pb.h"
#include "services/common/records/batches.h"
#include "services/common/time/clock.h"
#include "services/households/key_ring.h"

namespace bangfu::households {

class RegisterBatches final : public records::Batches<v1::ImportRecordsRequest> {
 public:
  // `keys` must outlive this.
  RegisterBatches(const KeyRing& keys, Clock clock) : keys_(keys), clock_(std::move(clock)) {}

  absl::StatusOr<Batch> Prepare(v1::ImportRecordsRequest request) override;
  absl::StatusOr<journal::v1::BatchResult> Write(sql::Connection& connection,
                                                 const Batch& batch) override;

 private:
  const KeyRing& keys_;
  const Clock clock_;
};

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_REGISTER_BATCHES_H_
