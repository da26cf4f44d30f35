#include "services/projects/reverse_entry.h"

#include <optional>

#include "services/common/names/names.h"
#include "services/common/records/fields.h"
#include "services/common/records/read.h"
#include "services/projects/ledger_store.h"
#include "services/projects/reversal.h"

namespace bangfu::projects {
namespace {

// The same rules as for the fields of the entry to be, under the names that they have here.
absl::Status CheckFields(const v1::ReverseLedgerEntryRequest& request) {
  records::Violations violations;
  records::FieldChecker check(violations);
  check.Name<names::LedgerEntryName>("name", request.name());
  check.Id("reversal_id", request.reversal_id());
  check.RequiredDate("date", request.date());
  check.Text("document", request.document(), records::kOptionalDocumentLength);
  check.RequestId("request_id", request.request_id());
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

}  // namespace

absl::StatusOr<journal::v1::BatchResult> ReverseLedgerEntry(
    sql::Connection& connection, ProjectsBatches& batches,
    const v1::ReverseLedgerEntryRequest& request, v1::LedgerEntry& reversal) {
  if (absl::Status status = CheckFields(request); !status.ok()) return status;
  const names::LedgerEntryName name = *names::LedgerEntryName::Parse(request.name());
  const absl::StatusOr<std::optional<v1::LedgerEntry>> entry = FindLedgerEntry(connection, name);
  if (!entry.ok()) return entry.status();
  if (!entry->has_value()) return records::NotFound(request.name());
  v1::LedgerEntry mirror = MirrorOf(**entry);
  mirror.set_name(names::LedgerEntryName{name.county, request.reversal_id()}.ToString());
  *mirror.mutable_date() = request.date();
  mirror.set_document(request.document());

  v1::ImportRecordsRequest batch_request;
  batch_request.set_request_id(request.request_id());
  batch_request.set_county(std::string(name.county));
  *batch_request.add_records()->mutable_ledger_entry() = mirror;
  absl::StatusOr<ProjectsBatches::Batch> batch = batches.Prepare(std::move(batch_request));
  if (!batch.ok()) return batch.status();
  absl::StatusOr<journal::v1::BatchResult> result = batches.Write(connection, *batch);
  if (!result.ok()) return result.status();
  if (!result->violations().empty()) return records::StatusOf(*result);
  reversal = std::move(mirror);
  return result;
}

}  // namespace bangfu::projects
