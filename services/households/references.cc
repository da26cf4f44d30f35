#include "services/households/references.h"

#include <optional>
#include <vector>

#include "services/common/names/names.h"
#include "services/common/text/absl_view.h"
#include "services/households/household_store.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

// What a record needs to stand there, and in which of its fields it says so. The county of a
// village and the household of a person are in the record's own name.
struct Reference {
  std::string_view field;
  std::string resource;
};

std::optional<Reference> ReferenceOf(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kVillage: {
      const auto village = names::VillageName::Parse(record.village().name());
      if (!village) return std::nullopt;
      return Reference{"name", names::CountyName{village->county}.ToString()};
    }
    case v1::Record::kHousehold:
      return Reference{"village", record.household().village()};
    case v1::Record::kPerson: {
      const auto person = names::PersonName::Parse(record.person().name());
      if (!person) return std::nullopt;
      return Reference{"name", person->Household().ToString()};
    }
    case v1::Record::kCase:
      return Reference{"person", record.case_().person()};
    default:
      return std::nullopt;
  }
}

template <typename Name>
void AddIf(const std::string& resource, std::vector<Name>& names) {
  if (const auto name = Name::Parse(resource)) names.push_back(*name);
}

}  // namespace

absl::Status References::Load(sql::Connection& connection, const Records& records) {
  existing_.clear();
  absl::flat_hash_set<std::string> wanted;
  for (const v1::Record& record : records) {
    if (auto reference = ReferenceOf(record)) wanted.insert(std::move(reference->resource));
  }
  std::vector<names::CountyName> counties;
  std::vector<names::VillageName> villages;
  std::vector<names::HouseholdName> households;
  std::vector<names::PersonName> persons;
  for (const std::string& resource : wanted) {
    AddIf(resource, counties);
    AddIf(resource, villages);
    AddIf(resource, households);
    AddIf(resource, persons);
  }
  const auto found = [this](const auto& name) { existing_.insert(name.ToString()); };
  absl::Status status = FindExisting(connection, counties, found);
  if (status.ok()) status = FindExisting(connection, villages, found);
  if (status.ok()) status = FindExisting(connection, households, found);
  if (status.ok()) status = FindExisting(connection, persons, found);
  return status;
}

void References::Check(const v1::Record& record, records::FieldChecker& check) const {
  const std::optional<Reference> reference = ReferenceOf(record);
  if (!reference || existing_.contains(reference->resource)) return;
  check.NotFound(reference->field, reference->resource);
}

void References::Entered(const v1::Record& record) { existing_.insert(NameOf(record)); }

const std::string& NameOf(const v1::Record& record) {
  switch (record.record_case()) {
    case v1::Record::kCounty:
      return record.county().name();
    case v1::Record::kVillage:
      return record.village().name();
    case v1::Record::kHousehold:
      return record.household().name();
    case v1::Record::kPerson:
      return record.person().name();
    default:
      return record.case_().name();
  }
}

}  // namespace bangfu::households
