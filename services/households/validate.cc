#include "services/households/validate.h"

#include <algorithm>
#include <optional>
#include <string>

#include "services/common/codes/division_code.h"
#include "services/common/codes/id_number.h"
#include "services/common/date/date.h"
#include "services/common/names/names.h"
#include "services/common/records/dates.h"
#include "services/common/records/fields.h"
#include "services/common/records/texts.h"

namespace bangfu::households {
namespace {

using records::FieldChecker;
using records::Length;
using records::Privacy;

constexpr int64_t kDebtFenMax = 1'000'000'000'000;  // ten thousand million yuan: a typing error
constexpr int kTitleMax = 100;
constexpr int kStoryMax = 2000;

void ValidateCounty(std::string_view county, v1::County& record, FieldChecker check) {
  const auto name = check.Name<names::CountyName>("name", record.name(), county);
  if (name && !codes::ValidateCountyCode(name->county).ok()) {
    check.Invalid("name", "found the code " + std::string(name->county) +
                              ", which is no county's, expected one such as 510524 (GB/T 2260)");
  }
  check.Texts("titles", record.titles(), /*required=*/true, kTitleMax);
  check.Text("prefecture", record.prefecture(), Length{0, 50});
  check.Text("province", record.province(), Length{1, 50});
  records::Normalise(*record.mutable_titles());
}

void ValidateVillage(std::string_view county, v1::Village& record, FieldChecker check) {
  check.Name<names::VillageName>("name", record.name(), county);
  check.Text("title", record.title(), Length{1, kTitleMax});
  check.Text("township", record.township(), Length{1, kTitleMax});
}

void ValidateHousehold(std::string_view county, v1::Household& record, FieldChecker check) {
  check.Name<names::HouseholdName>("name", record.name(), county);
  check.Name<names::VillageName>("village", record.village(), county);
  check.EnumValue("category", record.category(), v1::HouseholdCategory_descriptor());
  check.EnumValue("main_cause", record.main_cause(), v1::PovertyCause_descriptor());
  const auto registered = check.RequiredDate("register_date", record.register_date());
  const auto lifted = check.OptionalDate("lift_date", record.lift_date());
  const auto departed = check.OptionalDate("departure_date", record.departure_date());
  check.DateNotBefore("lift_date", lifted, "register_date", registered);
  check.DateNotBefore("departure_date", departed, "register_date", registered);
  check.IntRange("debt_fen", record.debt_fen(), 0, kDebtFenMax, Privacy::kPersonal);
  if (!lifted) record.clear_lift_date();
  if (!departed) record.clear_departure_date();
}

void ValidatePerson(std::string_view county, v1::Person& record, FieldChecker check) {
  check.Name<names::PersonName>("name", record.name(), county);
  check.Text("full_name", record.full_name(), Length{1, 50}, Privacy::kPersonal);
  if (!record.id_number().empty() && !codes::ValidateIdNumber(record.id_number()).ok()) {
    check.Invalid("id_number",
                  "not an identity number of 18 characters with its checksum (GB 11643) nor a "
                  "disability certificate number of 20");
  }
  check.EnumValue("relation", record.relation(), v1::Relation_descriptor());
  check.EnumValue("sex", record.sex(), v1::Sex_descriptor());
  if (record.birth_year() != 0) {
    check.IntRange("birth_year", record.birth_year(), 1880, 2100, Privacy::kPersonal);
  }
  check.Text("health", record.health(), Length{0, 200}, Privacy::kPersonal);
}

void ValidateConsent(v1::Consent& consent, FieldChecker check) {
  const auto granted = check.RequiredDate("grant_date", consent.grant_date());
  const auto withdrawn = check.OptionalDate("withdraw_date", consent.withdraw_date());
  check.DateNotBefore("withdraw_date", withdrawn, "grant_date", granted);
  check.Text("document", consent.document(), records::kDocumentLength);
  check.EnumValues("scopes", consent.scopes(), v1::ConsentScope_descriptor());
  if (!withdrawn) consent.clear_withdraw_date();
  std::sort(consent.mutable_scopes()->begin(), consent.mutable_scopes()->end());
}

void ValidateCase(std::string_view county, v1::Case& record, FieldChecker check) {
  check.Name<names::CaseName>("name", record.name(), county);
  check.Name<names::ProgrammeName>("programme", record.programme());
  check.Name<names::PersonName>("person", record.person(), county);
  check.Texts("titles", record.titles(), /*required=*/true, kTitleMax);
  check.Texts("stories", record.stories(), /*required=*/true, kStoryMax);
  check.IntRange("begin_year", record.begin_year(), 1949, 2100);
  records::Normalise(*record.mutable_titles());
  records::Normalise(*record.mutable_stories());
  if (record.has_consent()) ValidateConsent(*record.mutable_consent(), check.In("consent"));
}

}  // namespace

void Validate(std::string_view county, v1::Record& record, records::Violations& violations) {
  switch (record.record_case()) {
    case v1::Record::kCounty:
      return ValidateCounty(county, *record.mutable_county(), FieldChecker(violations, "county"));
    case v1::Record::kVillage:
      return ValidateVillage(county, *record.mutable_village(),
                             FieldChecker(violations, "village"));
    case v1::Record::kHousehold:
      return ValidateHousehold(county, *record.mutable_household(),
                               FieldChecker(violations, "household"));
    case v1::Record::kPerson:
      return ValidatePerson(county, *record.mutable_person(), FieldChecker(violations, "person"));
    case v1::Record::kCase:
      return ValidateCase(county, *record.mutable_case_(), FieldChecker(violations, "case"));
    case v1::Record::RECORD_NOT_SET:
      return FieldChecker(violations).Invalid("record", "found none, expected one of its kinds");
  }
}

}  // namespace bangfu::households
