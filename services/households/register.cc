#include "services/households/register.h"

#include "services/common/records/enter.h"
#include "services/households/case_store.h"
#include "services/households/household_store.h"
#include "services/households/place_store.h"

namespace bangfu::households {
namespace {

// One record: `insert` and `find` are the functions of its store, `name` is its resource name.
template <typename Name, typename Record>
absl::StatusOr<records::Outcome> FoldRecord(
    sql::Connection& connection, const Record& record, const std::string& name, int64_t seq,
    absl::StatusOr<bool> (*insert)(sql::Connection&, const Record&, int64_t),
    absl::StatusOr<std::optional<Record>> (*find)(sql::Connection&, const Name&),
    records::FieldChecker& check) {
  return records::Enter(
      insert(connection, record, seq), record, name,
      [&] { return find(connection, *Name::Parse(name)); }, check);
}

}  // namespace

absl::StatusOr<records::Outcome> Fold(sql::Connection& connection, const v1::Event& event,
                                      int64_t seq, records::FieldChecker& check) {
  switch (event.event_case()) {
    case v1::Event::kCountyRecorded:
      return FoldRecord(connection, event.county_recorded(), event.county_recorded().name(), seq,
                        InsertCounty, FindCounty, check);
    case v1::Event::kVillageRecorded:
      return FoldRecord(connection, event.village_recorded(), event.village_recorded().name(), seq,
                        InsertVillage, FindVillage, check);
    case v1::Event::kHouseholdRecorded:
      return FoldRecord(connection, event.household_recorded(),
                        event.household_recorded().household().name(), seq, InsertHousehold,
                        FindHousehold, check);
    case v1::Event::kPersonRecorded:
      return FoldRecord(connection, event.person_recorded(),
                        event.person_recorded().person().name(), seq, InsertPerson, FindPerson,
                        check);
    case v1::Event::kCaseRecorded:
      return FoldRecord(connection, event.case_recorded(), event.case_recorded().name(), seq,
                        InsertCase, FindCase, check);
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return absl::InternalError("an event of the register without a record");
}

}  // namespace bangfu::households
