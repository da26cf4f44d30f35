// Attestations in the database.
#ifndef BANGFU_SERVICES_PROJECTS_ATTESTATION_STORE_H_
#define BANGFU_SERVICES_PROJECTS_ATTESTATION_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"

#include "bangfu/projects/v1/projects.pb.h"
#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/read.h"
#include "services/common/sql/connection.h"

namespace bangfu::projects {

// Keeps an attestation as the entry `seq`, or answers false when one of that name stands there.
absl::StatusOr<bool> InsertAttestation(sql::Connection& connection,
                                       const v1::Attestation& attestation, int64_t seq);
absl::StatusOr<std::optional<v1::Attestation>> FindAttestation(sql::Connection& connection,
                                                               const names::AttestationName& name);
absl::StatusOr<std::vector<v1::Attestation>> ListAttestations(sql::Connection& connection,
                                                              const names::ProgrammeName& programme,
                                                              const records::PageQuery& page);

// An attestation and the entry that recorded it.
struct RecordedAttestation {
  v1::Attestation attestation;
  int64_t seq;
};

// Those of a programme made by `day`, by id, at most `limit`.
absl::StatusOr<std::vector<RecordedAttestation>> ListMadeAttestations(
    sql::Connection& connection, const names::ProgrammeName& programme, date::Date day, int limit);
// How many there are.
absl::StatusOr<int64_t> CountMadeAttestations(sql::Connection& connection,
                                              const names::ProgrammeName& programme,
                                              date::Date day);

}  // namespace bangfu::projects

#endif  // BANGFU_SERVICES_PROJECTS_ATTESTATION_STORE_H_
