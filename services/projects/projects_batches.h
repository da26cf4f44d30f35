// Batches of records of programmes: prepared, their participants asked for, then written. The calls
// that they come by are the service's.
#ifndef BANGFU_SERVICES_PROJECTS_PROJECTS_BATCHES_H_
#define BANGFU_SERVICES_PROJECTS_PROJECTS_BATCHES_H_

#include <functional>
#include <memory>
#include <utility>

#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/records/batches.h"
#include "services/common/time/clock.h"
#include "services/projects/participants.h"

namespace bangfu::projects {

class ProjectsBatches final : public records::Batches<v1::ImportRecordsRequest> {
 public:
  // `participants` must outlive this.
  ProjectsBatches(Participants& participants, Clock clock)
      : participants_(participants), clock_(std::move(clock)) {}

  absl::StatusOr<Batch> Prepare(v1::ImportRecordsRequest request) override;
  void Consult(std::shared_ptr<Batch> batch, const sql::JobContext& context,
               std::function<void(absl::Status)> then) override;
  absl::StatusOr<journal::v1::BatchResult> Write(sql::Connection& connection,
                                                 const Batch& batch) override;

 private:
  Participants& participants_;
  const Clock clock_;
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PROJECTS_BATCHES_H_
