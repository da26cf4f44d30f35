#include "services/households/register.h"

#include "services/common/records/enter.h"
#include "services/households/case_store.h"
#include "services/households/household_store.h"
#include "services/households/place_store.h"

namespace bangfu::households {
absl::StatusOr<records::Outcome> Fold(sql::Connection& connection, const v1::Event& event,
                                      int64_t seq, records::FieldChecker& check) {
  const auto enter = [&](auto* insert, auto* find, const auto& record, const std::string& name) {
    return records::EnterBy(insert, find, connection, record, name, seq, check);
  };
  switch (event.event_case()) {
    case v1::Event::kCountyRecorded:
      return enter(InsertCounty, FindCounty, event.county_recorded(),
                   event.county_recorded().name());
    case v1::Event::kVillageRecorded:
      return enter(InsertVillage, FindVillage, event.village_recorded(),
                   event.village_recorded().name());
    case v1::Event::kHouseholdRecorded:
      return enter(InsertHousehold, FindHousehold, event.household_recorded(),
                   event.household_recorded().household().name());
    case v1::Event::kPersonRecorded:
      return enter(InsertPerson, FindPerson, event.person_recorded(),
                   event.person_recorded().person().name());
    case v1::Event::kCaseRecorded:
      return enter(InsertCase, FindCase, event.case_recorded(), event.case_recorded().name());
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return absl::InternalError("an event of the register without a record");
}

}  // namespace bangfu::households
