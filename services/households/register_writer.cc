#include "services/households/register_writer.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "services/households/personal.h"
#include "services/households/register.h"

namespace bangfu::households {
namespace {

// The field of v1::Record that holds it: where the paths of its violations begin.
std::string_view FieldOf(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kCounty:
      return "county";
    case v1::Record::kVillage:
      return "village";
    case v1::Record::kHousehold:
      return "household";
    case v1::Record::kPerson:
      return "person";
    case v1::Record::kCase:
      return "case";
    case v1::Record::RECORD_NOT_SET:
      break;
  }
  return "";
}

// Whose key seals the record; nothing for one that holds no personal fields, or whose name is
// malformed.
std::optional<names::HouseholdName> HouseholdOf(const v1::Record& record) {
  if (record.has_household()) return names::HouseholdName::Parse(record.household().name());
  const auto person = names::PersonName::Parse(record.person().name());
  if (!person) return std::nullopt;
  return person->Household();
}

}  // namespace

absl::Status RegisterWriter::Begin(sql::Connection& connection) {
  absl::Status loaded = references_.Load(connection, records_);
  return loaded.ok() ? LoadKeys(connection) : loaded;
}

absl::StatusOr<records::Outcome> RegisterWriter::Write(sql::Connection& connection, int index,
                                                       int64_t seq, records::Violations& violations,
                                                       std::string& event) {
  const v1::Record& record = records_.Get(index);
  records::FieldChecker check(violations, FieldOf(record));
  references_.Check(record, check);
  if (violations.has_any(index)) return records::Outcome::kRefused;
  if (absl::Status made = MakeEvent(connection, record); !made.ok()) return made;
  absl::StatusOr<records::Outcome> outcome = Fold(connection, event_, seq, check);
  if (!outcome.ok() || *outcome == records::Outcome::kRefused) return outcome;
  references_.Entered(record);
  if (*outcome == records::Outcome::kRecorded) event_.SerializeToString(&event);
  return outcome;
}

absl::Status RegisterWriter::LoadKeys(sql::Connection& connection) {
  known_keys_.clear();
  absl::flat_hash_set<std::string> owners;
  for (const v1::Record& record : records_) {
    if (const auto household = HouseholdOf(record)) owners.insert(household->ToString());
  }
  std::vector<names::HouseholdName> households;
  for (const std::string& owner : owners) households.push_back(*names::HouseholdName::Parse(owner));
  absl::StatusOr<HouseholdKeys> found = keys_.FindAll(connection, households);
  if (!found.ok()) return found.status();
  known_keys_ = *std::move(found);
  return absl::OkStatus();
}

absl::Status RegisterWriter::MakeEvent(sql::Connection& connection, const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kCounty:
      *event_.mutable_county_recorded() = record.county();
      return absl::OkStatus();
    case v1::Record::kVillage:
      *event_.mutable_village_recorded() = record.village();
      return absl::OkStatus();
    case v1::Record::kCase:
      *event_.mutable_case_recorded() = record.case_();
      return absl::OkStatus();
    case v1::Record::kHousehold: {
      absl::StatusOr<const seal::Key*> key = KeyOf(connection, *HouseholdOf(record));
      if (!key.ok()) return key.status();
      *event_.mutable_household_recorded() = SealHousehold(**key, record.household());
      return absl::OkStatus();
    }
    case v1::Record::kPerson: {
      absl::StatusOr<const seal::Key*> key = KeyOf(connection, *HouseholdOf(record));
      if (!key.ok()) return key.status();
      *event_.mutable_person_recorded() = SealPerson(**key, record.person());
      return absl::OkStatus();
    }
    case v1::Record::RECORD_NOT_SET:
      break;
  }
  return absl::InternalError("a record without content passed validation");
}

absl::StatusOr<const seal::Key*> RegisterWriter::KeyOf(sql::Connection& connection,
                                                       const names::HouseholdName& household) {
  std::string owner = household.ToString();
  auto found = known_keys_.find(owner);
  if (found == known_keys_.end()) {
    absl::StatusOr<seal::Key> key = keys_.Create(connection, household);
    if (!key.ok()) return key.status();
    found = known_keys_.emplace(std::move(owner), *std::move(key)).first;
  }
  return &found->second;
}

}  // namespace bangfu::households
