#include "services/households/register_writer.h"

#include "services/common/records/enter.h"
#include "services/households/household_store.h"
#include "services/households/personal.h"
#include "services/households/place_store.h"
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

}  // namespace

absl::StatusOr<records::Outcome> RegisterWriter::Write(sql::Connection& connection, int index,
                                                       int64_t seq, records::Violations& violations,
                                                       std::string& event) {
  v1::Record& record = *records_.Mutable(index);
  records::FieldChecker check(violations, FieldOf(record));
  absl::Status status = CheckReferences(connection, record, check);
  if (!status.ok()) return status;
  if (violations.has_any(index)) return records::Outcome::kRefused;
  if (status = MakeEvent(connection, record); !status.ok()) return status;
  absl::StatusOr<records::Outcome> outcome = Fold(connection, event_, seq, check);
  if (outcome.ok() && *outcome == records::Outcome::kRecorded) event_.SerializeToString(&event);
  return outcome;
}

absl::Status RegisterWriter::CheckReferences(sql::Connection& connection, const v1::Record& record,
                                             records::FieldChecker& check) {
  switch (record.record_case()) {
    case v1::Record::kVillage: {
      const names::CountyName county{names::VillageName::Parse(record.village().name())->county};
      return records::Require(HasCounty(connection, county), "name", county.ToString(), check);
    }
    case v1::Record::kHousehold: {
      const std::string& village = record.household().village();
      return records::Require(HasVillage(connection, *names::VillageName::Parse(village)),
                              "village", village, check);
    }
    case v1::Record::kPerson: {
      const names::HouseholdName household =
          names::PersonName::Parse(record.person().name())->Household();
      return records::Require(HasHousehold(connection, household), "name", household.ToString(),
                              check);
    }
    case v1::Record::kCase: {
      const std::string& person = record.case_().person();
      return records::Require(HasPerson(connection, *names::PersonName::Parse(person)), "person",
                              person, check);
    }
    default:
      return absl::OkStatus();
  }
}

absl::Status RegisterWriter::MakeEvent(sql::Connection& connection, v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kCounty:
      event_.mutable_county_recorded()->Swap(record.mutable_county());
      return absl::OkStatus();
    case v1::Record::kVillage:
      event_.mutable_village_recorded()->Swap(record.mutable_village());
      return absl::OkStatus();
    case v1::Record::kCase:
      event_.mutable_case_recorded()->Swap(record.mutable_case_());
      return absl::OkStatus();
    case v1::Record::kHousehold: {
      v1::Household& household = *record.mutable_household();
      absl::StatusOr<const seal::Key*> key =
          KeyOf(connection, *names::HouseholdName::Parse(household.name()));
      if (!key.ok()) return key.status();
      *event_.mutable_household_recorded() = SealHousehold(**key, std::move(household));
      return absl::OkStatus();
    }
    case v1::Record::kPerson: {
      v1::Person& person = *record.mutable_person();
      absl::StatusOr<const seal::Key*> key =
          KeyOf(connection, names::PersonName::Parse(person.name())->Household());
      if (!key.ok()) return key.status();
      *event_.mutable_person_recorded() = SealPerson(**key, std::move(person));
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
  if (!key_ || owner != key_owner_) {
    absl::StatusOr<seal::Key> key = keys_.FindOrCreate(connection, household);
    if (!key.ok()) return key.status();
    key_ = *std::move(key);
    key_owner_ = std::move(owner);
  }
  return &*key_;
}

}  // namespace bangfu::households
