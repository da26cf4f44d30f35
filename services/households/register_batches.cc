#include "services/households/register_batches.h"

#include "services/households/journal_name.h"
#include "services/households/register_writer.h"
#include "services/households/validate.h"

namespace bangfu::households {

absl::StatusOr<RegisterBatches::Batch> RegisterBatches::Prepare(v1::ImportRecordsRequest request) {
  absl::StatusOr<Batch> batch =
      records::Prepare(kJournal, std::move(request), Validate,
                       [this](std::string_view content) { return keys_.RequestHash(content); });
  if (batch.ok()) batch->header.recorded_at = clock_();
  return batch;
}

absl::StatusOr<journal::v1::BatchResult> RegisterBatches::Write(sql::Connection& connection,
                                                                const Batch& batch) {
  RegisterWriter writer(keys_, batch.request.records());
  return records::WriteBatch(connection, batch.header, writer, batch.violations);
}

}  // namespace bangfu::households
