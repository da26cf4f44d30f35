#include "services/projects/projects_batches.h"

#include "services/common/journal/merkle_hash.h"
#include "services/projects/journal_name.h"
#include "services/projects/projects_writer.h"
#include "services/projects/validate.h"

namespace bangfu::projects {

absl::StatusOr<ProjectsBatches::Batch> ProjectsBatches::Prepare(v1::ImportRecordsRequest request) {
  absl::StatusOr<Batch> batch =
      records::Prepare(kJournal, std::move(request), Validate, journal::Sha256);
  if (batch.ok()) batch->header.recorded_at = clock_();
  return batch;
}

void ProjectsBatches::Consult(std::shared_ptr<Batch> batch, const sql::JobContext& context,
                              std::function<void(absl::Status)> then) {
  participants_.Check(std::move(batch), context, std::move(then));
}

absl::StatusOr<journal::v1::BatchResult> ProjectsBatches::Write(sql::Connection& connection,
                                                                const Batch& batch) {
  ProjectsWriter writer(batch.header.county, batch.request.records(), batch.violations);
  return records::WriteBatch(connection, batch.header, writer, batch.violations);
}

}  // namespace bangfu::projects
