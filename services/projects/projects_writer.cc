#include "services/projects/projects_writer.h"

#include "services/projects/fold.h"

namespace bangfu::projects {
namespace {

// The field of v1::Record that holds it: where the paths of its violations begin.
std::string_view FieldOf(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kProgramme:
      return "programme";
    case v1::Record::kProject:
      return "project";
    case v1::Record::kParticipation:
      return "participation";
    case v1::Record::kLedgerEntry:
      return "ledger_entry";
    case v1::Record::kPosting:
      return "posting";
    case v1::Record::kFacility:
      return "facility";
    case v1::Record::kAttestation:
      return "attestation";
    case v1::Record::RECORD_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

absl::StatusOr<records::Outcome> ProjectsWriter::Write(sql::Connection& connection, int index,
                                                       int64_t seq, records::Violations& violations,
                                                       std::string& event) {
  v1::Record& record = *records_.Mutable(index);
  records::FieldChecker check(violations, FieldOf(record));
  absl::Status status = references_.Check(connection, record, check);
  if (!status.ok()) return status;
  if (violations.has_any(index)) return records::Outcome::kRefused;
  if (status = MakeEvent(record); !status.ok()) return status;
  absl::StatusOr<records::Outcome> outcome = Fold(connection, event_, seq, check);
  if (outcome.ok() && *outcome == records::Outcome::kRecorded) event_.SerializeToString(&event);
  return outcome;
}

// Swaps: what the event held before is freed with the batch, and not on the writer's thread.
absl::Status ProjectsWriter::MakeEvent(v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kProgramme:
      event_.mutable_programme_recorded()->Swap(record.mutable_programme());
      return absl::OkStatus();
    case v1::Record::kProject:
      event_.mutable_project_recorded()->Swap(record.mutable_project());
      return absl::OkStatus();
    case v1::Record::kParticipation: {
      v1::ParticipationRecorded& recorded = *event_.mutable_participation_recorded();
      recorded.mutable_participation()->Swap(record.mutable_participation());
      recorded.set_pillar(references_.PillarOf(recorded.participation().project()));
      return absl::OkStatus();
    }
    case v1::Record::kLedgerEntry: {
      v1::LedgerEntryRecorded& recorded = *event_.mutable_ledger_entry_recorded();
      recorded.mutable_ledger_entry()->Swap(record.mutable_ledger_entry());
      recorded.set_pillar(references_.PillarOf(recorded.ledger_entry().project()));
      return absl::OkStatus();
    }
    case v1::Record::kPosting:
      event_.mutable_posting_recorded()->Swap(record.mutable_posting());
      return absl::OkStatus();
    case v1::Record::kFacility:
      event_.mutable_facility_recorded()->Swap(record.mutable_facility());
      return absl::OkStatus();
    case v1::Record::kAttestation:
      event_.mutable_attestation_recorded()->Swap(record.mutable_attestation());
      return absl::OkStatus();
    case v1::Record::RECORD_NOT_SET:
      break;
  }
  return absl::InternalError("a record without content passed validation");
}

}  // namespace bangfu::projects
