#include "services/households/household_store.h"

#include <string>
#include <string_view>

#include "services/common/records/rows.h"

namespace bangfu::households {
namespace {

constexpr std::string_view kHasHousehold =
    "SELECT 1 FROM household WHERE county = ?1 AND household = ?2";
constexpr std::string_view kHasPerson =
    "SELECT 1 FROM person WHERE county = ?1 AND household = ?2 AND person = ?3";
constexpr std::string_view kFindHousehold =
    "SELECT county, household, village, category, main_cause, register_day, lift_day, "
    "departure_day, sealed_personal FROM household WHERE county = ?1 AND household = ?2";
constexpr std::string_view kFindPerson =
    "SELECT county, household, person, relation, sex, birth_year, sealed_personal FROM person "
    "WHERE county = ?1 AND household = ?2 AND person = ?3";

void BindHousehold(sql::Statement& query, const names::HouseholdName& name) {
  query.BindAll(name.county, name.household);
}

void BindPerson(sql::Statement& query, const names::PersonName& name) {
  query.BindAll(name.county, name.household, name.person);
}

v1::HouseholdRecorded ReadHousehold(sql::Statement& row) {
  v1::HouseholdRecorded stored;
  v1::Household& household = *stored.mutable_household();
  household.set_name(names::HouseholdName{row.Text(0), row.Text(1)}.ToString());
  household.set_village(names::VillageName{row.Text(0), row.Text(2)}.ToString());
  household.set_category(static_cast<v1::HouseholdCategory>(row.Int64(3)));
  household.set_main_cause(static_cast<v1::PovertyCause>(row.Int64(4)));
  if (auto day = records::DayOf(row, 5)) *household.mutable_register_date() = *day;
  if (auto day = records::DayOf(row, 6)) *household.mutable_lift_date() = *day;
  if (auto day = records::DayOf(row, 7)) *household.mutable_departure_date() = *day;
  stored.set_sealed_personal(std::string(row.Bytes(8)));
  return stored;
}

v1::PersonRecorded ReadPerson(sql::Statement& row) {
  v1::PersonRecorded stored;
  v1::Person& person = *stored.mutable_person();
  person.set_name(names::PersonName{row.Text(0), row.Text(1), row.Text(2)}.ToString());
  person.set_relation(static_cast<v1::Relation>(row.Int64(3)));
  person.set_sex(static_cast<v1::Sex>(row.Int64(4)));
  person.set_birth_year(static_cast<int32_t>(row.Int64(5)));
  stored.set_sealed_personal(std::string(row.Bytes(6)));
  return stored;
}

// "H0001/1" into its halves; empty ones for an empty key.
std::pair<std::string_view, std::string_view> SplitPersonKey(std::string_view key) {
  const size_t slash = key.find('/');
  if (slash == std::string_view::npos) return {};
  return {key.substr(0, slash), key.substr(slash + 1)};
}

}  // namespace

absl::StatusOr<bool> InsertHousehold(sql::Connection& connection,
                                     const v1::HouseholdRecorded& stored, int64_t seq) {
  const v1::Household& household = stored.household();
  const names::HouseholdName name = *names::HouseholdName::Parse(household.name());
  return records::InsertRow(
      connection,
      "INSERT INTO household (county, household, village, category, main_cause, register_day, "
      "lift_day, departure_day, sealed_personal, seq) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
      name.county, name.household, names::VillageName::Parse(household.village())->village,
      static_cast<int>(household.category()), static_cast<int>(household.main_cause()),
      records::DayColumn(household.register_date()), records::DayColumn(household.lift_date()),
      records::DayColumn(household.departure_date()), sql::Blob(stored.sealed_personal()), seq);
}

absl::StatusOr<std::optional<v1::HouseholdRecorded>> FindHousehold(
    sql::Connection& connection, const names::HouseholdName& name) {
  return records::FindRow(connection, kFindHousehold, ReadHousehold, name.county, name.household);
}

absl::Status FindHouseholds(
    sql::Connection& connection, const std::vector<names::HouseholdName>& names,
    absl::FunctionRef<void(const names::HouseholdName&, v1::HouseholdRecorded)> on_found) {
  return records::ForEachKey(connection, kFindHousehold, names, BindHousehold,
                             [&](const names::HouseholdName& name, sql::Statement& row) {
                               on_found(name, ReadHousehold(row));
                               return absl::OkStatus();
                             });
}

absl::StatusOr<std::vector<v1::HouseholdRecorded>> ListHouseholds(sql::Connection& connection,
                                                                  const names::CountyName& county,
                                                                  const records::PageQuery& page) {
  return records::ListRows(
      connection,
      "SELECT county, household, village, category, main_cause, register_day, lift_day, "
      "departure_day, sealed_personal FROM household "
      "WHERE county = ?1 AND household > ?2 ORDER BY household LIMIT ?3",
      ReadHousehold, county.county, std::string_view(page.after), page.limit);
}

absl::Status FindExisting(sql::Connection& connection,
                          const std::vector<names::HouseholdName>& names,
                          absl::FunctionRef<void(const names::HouseholdName&)> on_found) {
  return records::FindExisting(connection, kHasHousehold, names, BindHousehold, on_found);
}

absl::Status FindHouseholdSeqs(
    sql::Connection& connection, const std::vector<names::HouseholdName>& names,
    absl::FunctionRef<void(const names::HouseholdName&, int64_t seq)> on_found) {
  return records::ForEachKey(
      connection, "SELECT seq FROM household WHERE county = ?1 AND household = ?2", names,
      BindHousehold, [&](const names::HouseholdName& name, sql::Statement& row) {
        on_found(name, row.Int64(0));
        return absl::OkStatus();
      });
}

absl::StatusOr<bool> InsertPerson(sql::Connection& connection, const v1::PersonRecorded& stored,
                                  int64_t seq) {
  const v1::Person& person = stored.person();
  const names::PersonName name = *names::PersonName::Parse(person.name());
  return records::InsertRow(
      connection,
      "INSERT INTO person (county, household, person, relation, sex, birth_year, "
      "sealed_personal, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
      name.county, name.household, name.person, static_cast<int>(person.relation()),
      static_cast<int>(person.sex()), person.birth_year(), sql::Blob(stored.sealed_personal()),
      seq);
}

absl::StatusOr<std::optional<v1::PersonRecorded>> FindPerson(sql::Connection& connection,
                                                             const names::PersonName& name) {
  return records::FindRow(connection, kFindPerson, ReadPerson, name.county, name.household,
                          name.person);
}

absl::Status FindPersons(
    sql::Connection& connection, const std::vector<names::PersonName>& names,
    absl::FunctionRef<void(const names::PersonName&, v1::PersonRecorded)> on_found) {
  return records::ForEachKey(connection, kFindPerson, names, BindPerson,
                             [&](const names::PersonName& name, sql::Statement& row) {
                               on_found(name, ReadPerson(row));
                               return absl::OkStatus();
                             });
}

absl::StatusOr<std::vector<v1::PersonRecorded>> ListPersons(sql::Connection& connection,
                                                            const names::PersonParentName& parent,
                                                            const records::PageQuery& page) {
  const auto [household, person] = SplitPersonKey(page.after);
  if (parent.household) {
    return records::ListRows(
        connection,
        "SELECT county, household, person, relation, sex, birth_year, sealed_personal FROM person "
        "WHERE county = ?1 AND household = ?2 AND person > ?3 ORDER BY person LIMIT ?4",
        ReadPerson, parent.county, *parent.household, person, page.limit);
  }
  return records::ListRows(
      connection,
      "SELECT county, household, person, relation, sex, birth_year, sealed_personal FROM person "
      "WHERE county = ?1 AND (household, person) > (?2, ?3) ORDER BY household, person LIMIT ?4",
      ReadPerson, parent.county, household, person, page.limit);
}

absl::Status FindExisting(sql::Connection& connection, const std::vector<names::PersonName>& names,
                          absl::FunctionRef<void(const names::PersonName&)> on_found) {
  return records::FindExisting(connection, kHasPerson, names, BindPerson, on_found);
}

std::string PersonKey(const names::PersonName& name) {
  std::string key(name.household);
  key.append("/").append(name.person);
  return key;
}

}  // namespace bangfu::households
