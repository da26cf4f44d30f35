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
  const v1::Record& record = records_.Get(index);
  records::FieldChecker check(violations, FieldOf(record));
  references_.Check(record, check);
  if (violations.has_any(index)) return records::Outcome::kRefused;
  if (absl::Status made = MakeEvent(record); !made.ok()) return made;
  absl::StatusOr<records::Outcome> outcome = Fold(connection, event_, seq, check);
  if (!outcome.ok() || *outcome != records::Outcome::kRecorded) return outcome;
  references_.Entered(record);
  event_.SerializeToString(&event);
  return outcome;
}

absl::Status ProjectsWriter::MakeEvent(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kProgramme:
      *event_.mutable_programme_recorded() = record.programme();
      return absl::OkStatus();
    case v1::Record::kProject:
      *event_.mutable_project_recorded() = record.project();
      return absl::OkStatus();
    case v1::Record::kParticipation: {
      v1::ParticipationRecorded& recorded = *event_.mutable_participation_recorded();
      *recorded.mutable_participation() = record.participation();
      recorded.set_pillar(references_.PillarOf(recorded.participation().project()));
      return absl::OkStatus();
    }
    case v1::Record::kLedgerEntry: {
      v1::LedgerEntryRecorded& recorded = *event_.mutable_ledger_entry_recorded();
      *recorded.mutable_ledger_entry() = record.ledger_entry();
      recorded.set_pillar(references_.PillarOf(recorded.ledger_entry().project()));
      return absl::OkStatus();
    }
    case v1::Record::kPosting:
      *event_.mutable_posting_recorded() = record.posting();
      return absl::OkStatus();
    case v1::Record::kFacility:
      *event_.mutable_facility_recorded() = record.facility();
      return absl::OkStatus();
    case v1::Record::kAttestation:
      *event_.mutable_attestation_recorded() = record.attestation();
      return absl::OkStatus();
    case v1::Record::RECORD_NOT_SET:
      break;
  }
  return absl::InternalError("a record without content passed validation");
}

}  // namespace bangfu::projects
