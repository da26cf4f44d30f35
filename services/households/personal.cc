#include "services/households/personal.h"

#include <string>
#include <utility>

#include "services/common/seal/mask.h"
#include "services/common/seal/pad.h"
#include "services/common/seal/seal.h"

namespace bangfu::households {
namespace {

// Longer than most of what is sealed: all debts look alike, and nearly all persons.
constexpr size_t kPadBlock = 128;

template <typename Personal>
std::string SealAs(const seal::Key& key, const std::string& name, const Personal& personal) {
  return seal::Seal(key, name, seal::Pad(personal.SerializeAsString(), kPadBlock));
}

template <typename Personal>
absl::StatusOr<Personal> OpenAs(const seal::Key& key, const std::string& name,
                                const std::string& sealed) {
  absl::StatusOr<std::string> plain = seal::Open(key, name, sealed);
  if (!plain.ok()) return plain.status();
  const absl::StatusOr<std::string_view> content = seal::Unpad(*plain, kPadBlock);
  Personal personal;
  if (!content.ok() ||
      !personal.ParseFromArray(content->data(), static_cast<int>(content->size()))) {
    return absl::DataLossError("sealed fields of " + name + " are torn");
  }
  return personal;
}

}  // namespace

v1::HouseholdRecorded SealHousehold(const seal::Key& key, v1::Household household) {
  v1::HouseholdPersonal personal;
  personal.set_debt_fen(household.debt_fen());
  household.clear_debt_fen();
  v1::HouseholdRecorded stored;
  stored.set_sealed_personal(SealAs(key, household.name(), personal));
  *stored.mutable_household() = std::move(household);
  return stored;
}

v1::PersonRecorded SealPerson(const seal::Key& key, v1::Person person) {
  v1::PersonPersonal personal;
  personal.set_allocated_full_name(person.release_full_name());
  personal.set_allocated_id_number(person.release_id_number());
  personal.set_allocated_health(person.release_health());
  v1::PersonRecorded stored;
  stored.set_sealed_personal(SealAs(key, person.name(), personal));
  *stored.mutable_person() = std::move(person);
  return stored;
}

absl::StatusOr<v1::HouseholdPersonal> OpenHousehold(const seal::Key& key,
                                                    const v1::HouseholdRecorded& stored) {
  return OpenAs<v1::HouseholdPersonal>(key, stored.household().name(), stored.sealed_personal());
}

absl::StatusOr<v1::PersonPersonal> OpenPerson(const seal::Key& key,
                                              const v1::PersonRecorded& stored) {
  return OpenAs<v1::PersonPersonal>(key, stored.person().name(), stored.sealed_personal());
}

v1::Household Masked(v1::Household household) {
  household.clear_debt_fen();
  return household;
}

v1::Person Masked(v1::Person person) {
  person.set_full_name(seal::MaskName(person.full_name()));
  person.set_id_number(seal::MaskIdNumber(person.id_number()));
  person.clear_health();
  return person;
}

v1::Person Masked(const v1::PersonRecorded& stored, const v1::PersonPersonal& personal) {
  v1::Person person = stored.person();
  person.set_full_name(personal.full_name());
  person.set_id_number(personal.id_number());
  return Masked(std::move(person));
}

}  // namespace bangfu::households
