// Whether the households, persons and villages that a batch names exist: asked from the households
// service, in one question per batch, and remembered. How the question travels is
// households_client.h.
#ifndef BANGFU_SERVICES_PROJECTS_PARTICIPANTS_H_
#define BANGFU_SERVICES_PROJECTS_PARTICIPANTS_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "bangfu/households/v1/households_service.pb.h"
#include "bangfu/projects/v1/projects_service.pb.h"
#include "services/common/records/prepare.h"
#include "services/common/sql/job_queue.h"
#include "services/projects/known_names.h"

namespace bangfu::projects {

using households::v1::CheckParticipantsRequest;
using households::v1::CheckParticipantsResponse;

// Asks which of up to 1000 names the households service does not have. Returns at once and calls
// back once, on any thread; an error when there is no answer.
using AskHouseholds =
    std::function<void(CheckParticipantsRequest, const sql::JobContext&,
                       std::function<void(absl::StatusOr<CheckParticipantsResponse>)>)>;

// Thread-safe.
class Participants {
 public:
  using Batch = records::PreparedBatch<v1::ImportRecordsRequest>;

  // At most so many names are remembered; the most that this takes is some 25 MiB.
  static constexpr size_t kKnownMax = 200'000;

  explicit Participants(AskHouseholds ask, size_t known_max = kKnownMax)
      : ask_(std::move(ask)), known_(known_max) {}

  // Adds a violation REFERENCE_NOT_FOUND for each that does not exist, and then calls `then`; at
  // once when all are known. Records with violations are passed over. This must outlive the answer.
  void Check(std::shared_ptr<Batch> batch, const sql::JobContext& context,
             std::function<void(absl::Status)> then);

 private:
  const AskHouseholds ask_;
  KnownNames known_;
};

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_PARTICIPANTS_H_
