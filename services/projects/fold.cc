#include "services/projects/fold.h"

#include "services/common/records/enter.h"
#include "services/projects/attestation_store.h"
#include "services/projects/facility_store.h"
#include "services/projects/ledger_store.h"
#include "services/projects/participation_store.h"
#include "services/projects/posting_store.h"
#include "services/projects/programme_store.h"
#include "services/projects/project_store.h"

namespace bangfu::projects {

absl::StatusOr<records::Outcome> Fold(sql::Connection& connection, const v1::Event& event,
                                      int64_t seq, records::FieldChecker& check) {
  const auto enter = [&](auto* insert, auto* find, const auto& record) {
    return records::EnterBy(insert, find, connection, record, record.name(), seq, check);
  };
  switch (event.event_case()) {
    case v1::Event::kProgrammeRecorded:
      return enter(InsertProgramme, FindProgramme, event.programme_recorded());
    case v1::Event::kProjectRecorded:
      return enter(InsertProject, FindProject, event.project_recorded());
    case v1::Event::kParticipationRecorded:
      return enter(InsertParticipation, FindParticipation,
                   event.participation_recorded().participation());
    case v1::Event::kLedgerEntryRecorded:
      return enter(InsertLedgerEntry, FindLedgerEntry,
                   event.ledger_entry_recorded().ledger_entry());
    case v1::Event::kPostingRecorded:
      return enter(InsertPosting, FindPosting, event.posting_recorded());
    case v1::Event::kFacilityRecorded:
      return enter(InsertFacility, FindFacility, event.facility_recorded());
    case v1::Event::kAttestationRecorded:
      return enter(InsertAttestation, FindAttestation, event.attestation_recorded());
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return absl::InternalError("an event of a programme without a record");
}

}  // namespace bangfu::projects
