// The personal fields of households and persons: taken out and sealed before anything is stored,
// opened again to be masked, or for a case that was consented to.
#ifndef BANGFU_SERVICES_HOUSEHOLDS_PERSONAL_H_
#define BANGFU_SERVICES_HOUSEHOLDS_PERSONAL_H_

#include "absl/status/statusor.h"

#include "bangfu/households/v1/events.pb.h"
#include "services/common/seal/key.h"

namespace bangfu::households {

// Moves the record into its stored form, personal fields sealed.
v1::HouseholdRecorded SealHousehold(const seal::Key& key, v1::Household household);
v1::PersonRecorded SealPerson(const seal::Key& key, v1::Person person);

// The personal fields. DATA_LOSS when the key is not the one they were sealed under.
absl::StatusOr<v1::HouseholdPersonal> OpenHousehold(const seal::Key& key,
                                                    const v1::HouseholdRecorded& stored);
absl::StatusOr<v1::PersonPersonal> OpenPerson(const seal::Key& key,
                                              const v1::PersonRecorded& stored);

// What answers show of a record that was sent in: personal fields masked or empty.
v1::Household Masked(v1::Household household);
v1::Person Masked(v1::Person person);

// What answers show of a stored person.
v1::Person Masked(const v1::PersonRecorded& stored, const v1::PersonPersonal& personal);

}  // namespace bangfu::households

#endif  // BANGFU_SERVICES_HOUSEHOLDS_PERSONAL_H_
